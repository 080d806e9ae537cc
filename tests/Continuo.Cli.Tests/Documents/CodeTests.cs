using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Continuo.Cli.Tests.Documents;

/// <summary>Every C# block of the README, the samples and the documents is a program that compiles as it stands.</summary>
public sealed class CodeTests
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))];

    // What a project with ImplicitUsings has.
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    [Theory]
    [InlineData("README.md", 2)]
    [InlineData("samples/README.md", 1)]
    [InlineData("eng/package-readme.md", 1)]
    [InlineData("docs/hosting.md", 2)]
    [InlineData("docs/using-the-library.md", 13)]
    public void Every_block_compiles(string document, int least)
    {
        var blocks = Repository.Blocks(document, "csharp");
        Assert.True(blocks.Count >= least, $"{blocks.Count} blocks");
        foreach (var block in blocks)
        {
            var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
            var trees = new[] { ImplicitUsings, block }.Select(t => CSharpSyntaxTree.ParseText(t, new CSharpParseOptions(LanguageVersion.Preview)));
            var problems = CSharpCompilation.Create("block", trees, References, options).GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).ToArray();
            Assert.True(problems.Length == 0, $"{document}:\n{block}\n{string.Join('\n', problems.Select(p => p.ToString()))}");
        }
    }
}

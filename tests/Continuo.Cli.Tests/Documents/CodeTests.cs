using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Continuo.Cli.Tests.Documents;

/// <summary>Every C# block of the README, the samples and the documents is a program that compiles as it stands.</summary>
public sealed class CodeTests
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p =>
            (MetadataReference)MetadataReference.CreateFromFile(p))];

    // What a project with ImplicitUsings has.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>
    /// Every page that has code, and the number of blocks it has at least. Those of real-time.md are compiled by the analyzer's tests.
    /// </summary>
    public static TheoryData<string, int> Pages()
    {
        var pages = new TheoryData<string, int>();
        string[] all =
        [
            "README.md", "CONTRIBUTING.md", "samples/README.md", "eng/package-readme.md",
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Repository.Root, f)),
        ];
        foreach (var page in all.Where(p => p != "docs/real-time.md").Order(StringComparer.Ordinal))
        {
            var least = page switch
            {
                "README.md" or "docs/hosting.md" => 2,
                "samples/README.md" or "eng/package-readme.md" => 1,
                "docs/using-the-library.md" => 13,
                _ => 0,
            };
            if (least > 0 || Repository.Blocks(page, "csharp").Count > 0) pages.Add(page, least);
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string document, int least)
    {
        var blocks = Repository.Blocks(document, "csharp");
        Assert.True(blocks.Count >= least, $"{blocks.Count} blocks");
        foreach (var block in blocks)
        {
            var options = new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
            var trees = new[] { ImplicitUsings, block }
                .Select(t => CSharpSyntaxTree.ParseText(t, new CSharpParseOptions(LanguageVersion.Preview)));
            var problems = CSharpCompilation.Create("block", trees, References, options)
                .GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .ToArray();
            Assert.True(problems.Length == 0, $"{document}:\n{block}\n{string.Join('\n', problems.Select(p => p.ToString()))}");
        }
    }
}

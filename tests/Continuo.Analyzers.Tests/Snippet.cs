using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Continuo.Analyzers.Tests;

/// <summary>
/// Compiles members of a class in memory and compares what the analyzer says with what the snippet says: a line that ends in
/// <c>// CTN001</c> (or several, with spaces) must have exactly these diagnostics, every other line none.
/// </summary>
internal static partial class Snippet
{
    private const string Head = """
        using System; using System.Collections.Generic; using System.Diagnostics; using System.Diagnostics.CodeAnalysis; using System.IO;
        using System.Linq; using System.Numerics; using System.Runtime.CompilerServices; using System.Runtime.InteropServices;
        using System.Runtime.Intrinsics; using System.Text; using System.Threading; using System.Threading.Tasks; using Continuo.Diagnostics;
        namespace Continuo.Diagnostics { [AttributeUsage(AttributeTargets.All)] public sealed class RealTimeAttribute : Attribute; }
        public partial class Sample {
        """;

    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Fails unless the snippet compiles and the diagnostics are the expected ones.</summary>
    /// <param name="members">Members of a class, which may be nested types.</param>
    /// <param name="library">The same for an assembly that the snippet uses, where the class is called <c>Library</c>.</param>
    public static void Check(string members, string? library = null)
    {
        var references = library is null
            ? Platform
            : Platform.Add(
                Compile(Head.Replace("class Sample", "class Library", StringComparison.Ordinal) + library + "}", Platform)
                    .ToMetadataReference());
        var source = library is null ? Head : Head.Replace(
            "namespace Continuo.Diagnostics { [AttributeUsage(AttributeTargets.All)] public sealed class RealTimeAttribute : Attribute; }",
            "", StringComparison.Ordinal);
        source += "\n" + members + "\n}";
        var (expected, found) = (Expected(source), Found(Compile(source, references)));
        Assert.True(expected.SequenceEqual(found),
            $"Not found: {string.Join("\n", expected.Except(found))}\nFound besides: {string.Join("\n", found.Except(expected))}");
    }

    private static CSharpCompilation Compile(string source, ImmutableArray<MetadataReference> references)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Snippet" + Guid.NewGuid().ToString("N"), [tree], references, options);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return compilation;
    }

    private static List<string> Expected(string source) =>
    [
        .. source.Split('\n')
            .SelectMany((line, number) => Mark().Match(line) is { Success: true } mark
                ? mark.Groups[1].Value.Split(' ').Select(id => $"line {number + 1}: {id} in {line.Trim()}")
                : [])
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> Found(CSharpCompilation compilation)
    {
        var lines = compilation.SyntaxTrees[0].ToString().Split('\n');
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, _, _) => Assert.Fail(e.ToString()), true, false);
        return
        [
            .. new CompilationWithAnalyzers(compilation, [new RealTimeAnalyzer()], options)
                .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
                .Select(d => (d.Id, Line: d.Location.GetLineSpan().StartLinePosition.Line))
                .Select(d => $"line {d.Line + 1}: {d.Id} in {lines[d.Line].Trim()}")
                .Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(@"// (CTN\d{3}(?: CTN\d{3})*)\s*$")]
    private static partial Regex Mark();
}

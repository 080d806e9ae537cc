using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Continuo.Mutation;

/// <summary>The sources of the core, the places for mutants in them, and the assembly with those that are planted.</summary>
internal sealed class MutatedAssembly
{
    private static readonly string[] GeneratorFiles = ["Microsoft.Interop.LibraryImportGenerator.dll",
        "System.Text.Json.SourceGeneration.dll", "System.Text.RegularExpressions.Generator.dll"];

    private readonly CSharpCompilation _original;
    private readonly Dictionary<string, SyntaxTree> _trees = [];

    /// <summary>Parses the sources as they were last built.</summary>
    public MutatedAssembly(Layout layout)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        foreach (var path in Directory.EnumerateFiles(layout.Sources, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            _trees.Add(Path.GetRelativePath(layout.Sources, path).Replace('\\', '/'), Parse(path, parse));
        }

        using var resource = typeof(MutatedAssembly).Assembly.GetManifestResourceStream("MutantSwitch.cs")!;
        var generated = Directory.EnumerateFiles(layout.Generated, "*.cs").Select(path => Parse(path, parse));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(layout.ReferencesOf, "*.dll").Where(path => Path.GetFileName(path) != "Continuo.dll"));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true, deterministic: true, nullableContextOptions: NullableContextOptions.Enable);
        _original = CSharpCompilation.Create("Continuo", [.. _trees.Values, .. generated,
            CSharpSyntaxTree.ParseText(SourceText.From(resource, Encoding.UTF8), parse)],
            references.Select(path => MetadataReference.CreateFromFile(path)), options);
    }

    /// <summary>Every mutant of a folder. Left out is what talks to the system's scheduling services: those are there only on a desktop.</summary>
    public IEnumerable<Mutant> Find(string folder)
    {
        foreach (var (file, tree) in _trees.Where(t => t.Key.StartsWith(folder + "/", StringComparison.Ordinal)
                && !t.Key.Contains("/Interop/", StringComparison.Ordinal)
                && !t.Key.StartsWith("Threading/RealTime", StringComparison.Ordinal)))
        {
            var finder = new MutantFinder(file, _original.GetSemanticModel(tree));
            finder.Visit(tree.GetRoot());
            foreach (var mutant in finder.Mutants) yield return mutant;
        }
    }

    /// <summary>Compiles the core with all of <paramref name="mutants"/> behind their switches; those that do not compile are taken out of the list.</summary>
    public void Emit(List<Mutant> mutants, string path)
    {
        var generators = Generators();
        while (true)
        {
            var compilation = _original;
            var planted = new List<(SyntaxTree Tree, string File)>();
            foreach (var group in mutants.Select((mutant, id) => (id, mutant)).GroupBy(m => m.mutant.File))
            {
                var tree = _trees[group.Key];
                var root = new MutantPlanter(group).Visit(tree.GetRoot())!;
                var changed = CSharpSyntaxTree.ParseText(root.ToFullString(), (CSharpParseOptions)tree.Options, tree.FilePath, Encoding.UTF8);
                compilation = compilation.ReplaceSyntaxTree(tree, changed);
                planted.Add((changed, group.Key));
            }

            CSharpGeneratorDriver.Create(generators.Select(g => g), parseOptions: (CSharpParseOptions)_trees.Values.First().Options)
                .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out var failures);
            if (failures.FirstOrDefault(f => f.Severity >= DiagnosticSeverity.Warning) is { } failure) throw new InvalidOperationException(failure.ToString());
            using var assembly = new MemoryStream();
            var errors = complete.Emit(assembly).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            if (errors.Length == 0)
            {
                File.WriteAllBytes(path, assembly.ToArray());
                return;
            }

            var bad = errors.SelectMany(error => IdsAt(error, planted.Select(p => p.Tree))).ToHashSet();
            if (bad.Count == 0) throw new InvalidOperationException("The core does not compile: " + string.Join("; ", errors.Take(5)));
            for (var id = mutants.Count - 1; id >= 0; id--)
            {
                if (bad.Contains(id)) mutants.RemoveAt(id);
            }
        }
    }

    // They come with the framework's reference pack, and with the logging package.
    private static ISourceGenerator[] Generators()
    {
        var loader = new GeneratorLoader();
        foreach (var needed in Directory.EnumerateFiles(Layout.Generators, "*.dll")) loader.LoadFromPath(needed);
        return [.. GeneratorFiles.Select(file => Path.Combine(Layout.Generators, file)).Append(Layout.LoggingGenerator).SelectMany(path =>
        {
            var reference = new AnalyzerFileReference(path, loader);
            reference.AnalyzerLoadFailed += (_, failure) => throw new InvalidOperationException(failure.Message, failure.Exception);
            return reference.GetGenerators(LanguageNames.CSharp);
        })];
    }

    // The mutant that an error lies in or beside: the nearest switch outwards, or any in the statement.
    private static IEnumerable<int> IdsAt(Diagnostic error, IEnumerable<SyntaxTree> trees)
    {
        if (error.Location.SourceTree is not { } tree || !trees.Contains(tree)) yield break;
        for (var node = tree.GetRoot().FindNode(error.Location.SourceSpan); node is not null; node = node.Parent)
        {
            var ids = node.DescendantNodesAndSelf().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax>()
                .Where(call => call.Expression.ToString().EndsWith("MutantSwitch.Is", StringComparison.Ordinal))
                .Select(call => int.Parse(call.ArgumentList.Arguments[0].ToString(), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            if (ids.Length == 0) continue;
            foreach (var id in ids) yield return id;
            yield break;
        }
    }

    private static SyntaxTree Parse(string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path, Encoding.UTF8);
}

using System.Reflection;

namespace Continuo.Mutation;

/// <summary>Where the sources, the build's output and the results are.</summary>
internal sealed class Layout
{
    private static readonly Dictionary<string, string> Metadata =
        typeof(Layout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value!);

    public string Root { get; } = Path.GetFullPath(Metadata["Root"]);

    /// <summary>The sources of the core.</summary>
    public string Sources => Path.Combine(Root, "src/Continuo");

    /// <summary>The sources of the tests.</summary>
    public string TestSources => Path.Combine(Root, "tests/Continuo.Tests");

    /// <summary>What the build has generated for the core: its attributes and global usings.</summary>
    public string Generated => Path.Combine(Root, "artifacts/obj/Continuo/release");

    /// <summary>The tests, as built.</summary>
    public string ReferencesOf => Path.Combine(Root, "artifacts/bin/Continuo.Tests/release");

    public static string Generators => Metadata["Generators"];

    public static string LoggingGenerator => Metadata["LoggingGenerator"];

    /// <summary>A copy of the tests, in which the core is mutated.</summary>
    public string Work => Path.Combine(Root, "artifacts/mutation");

    public string Tests => Path.Combine(Work, "tests");

    public string Results => Path.Combine(Work, "results.tsv");

    public string Page => Path.Combine(Root, "docs/mutation.md");

    public string Reasons => Path.Combine(Root, "tests/Continuo.Mutation/survivors.txt");

    /// <summary>Copies the tests, so that the mutated core can take its place there.</summary>
    public void CopyTests()
    {
        if (Directory.Exists(Tests)) Directory.Delete(Tests, recursive: true);
        foreach (var file in Directory.EnumerateFiles(ReferencesOf, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Tests, Path.GetRelativePath(ReferencesOf, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

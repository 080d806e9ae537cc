namespace Continuo.Server.Tests;

/// <summary>Files of the repository that tests compare with.</summary>
internal static class RepositoryFiles
{
    /// <summary>The top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file's full path.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Continuo.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

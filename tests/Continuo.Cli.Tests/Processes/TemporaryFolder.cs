namespace Continuo.Cli.Tests.Processes;

/// <summary>A folder that is deleted with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("continuo-cli-").FullName;

    public string[] Files => [.. Directory.GetFileSystemEntries(Path).Select(f => System.IO.Path.GetFileName(f)!)];

    /// <summary>Bytes in all files together, as far as they have been written.</summary>
    public long SizeOfAll => new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

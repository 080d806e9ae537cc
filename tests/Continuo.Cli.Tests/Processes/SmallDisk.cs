namespace Continuo.Cli.Tests.Processes;

/// <summary>A file system of one megabyte, unmounted at the end. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    public static SmallDisk Mount(string path)
    {
        Directory.CreateDirectory(path);
        Tool.Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path);
        return new SmallDisk(path);
    }

    public void Dispose() => Tool.Run("umount", _path);
}

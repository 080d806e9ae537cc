namespace Continuo.Server.Recordings;

/// <summary>A name that no one else gets until this is disposed.</summary>
/// <param name="name">Name of the recording.</param>
/// <param name="file">Its file name.</param>
/// <param name="path">Where the file is written.</param>
/// <param name="free">Frees the name.</param>
internal sealed class ReservedName(string name, string file, string path, Action<string> free) : IDisposable
{
    public string Name { get; } = name;

    public string File { get; } = file;

    public string Path { get; } = path;

    public void Dispose() => free(Name);
}

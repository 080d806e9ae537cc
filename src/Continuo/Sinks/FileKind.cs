namespace Continuo.Sinks;

/// <summary>Kind of file at an output path; links are followed.</summary>
internal enum FileKind
{
    /// <summary>No file, or unknown.</summary>
    Missing,

    /// <summary>A seekable file.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe, a device or a socket: bytes written cannot be written again.</summary>
    Stream,
}

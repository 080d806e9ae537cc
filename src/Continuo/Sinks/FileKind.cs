namespace Continuo.Sinks;

/// <summary>What stands at a path where something is to be written; links are followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or it cannot be told.</summary>
    Missing,

    /// <summary>A file with places.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe, a device or a socket: what is written is gone, and cannot be written again.</summary>
    Stream,
}

namespace Continuo.Codecs.Opus;

/// <summary>Which program codes Opus.</summary>
public enum OpusImplementation
{
    /// <summary>libopus if it is installed and can be controlled on this platform, else the managed one.</summary>
    Automatic,

    /// <summary>libopus; where it is missing, Opus is refused.</summary>
    Native,

    /// <summary>Concentus, which needs no library: several times slower, and it allocates, so its threads are not free of the garbage collector.</summary>
    Managed,
}

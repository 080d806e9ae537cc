namespace Continuo.Ipc.Wire;

/// <summary>How audio lies in a message. The numbers are the protocol's.</summary>
internal enum IpcCodec : byte
{
    /// <summary>In a request: what the server likes best.</summary>
    Any = 0,

    /// <summary>16-bit integers, little-endian, interleaved.</summary>
    S16 = 1,

    /// <summary>32-bit floats, little-endian, interleaved.</summary>
    F32 = 2,

    /// <summary>One Opus packet.</summary>
    Opus = 3,
}

namespace Continuo.Ipc.Wire;

/// <summary>Encoding of audio messages, with the protocol's numbers.</summary>
internal enum IpcCodec : byte
{
    /// <summary>In a request: the server's preference.</summary>
    Any = 0,

    /// <summary>16-bit integers, little-endian, interleaved.</summary>
    S16 = 1,

    /// <summary>32-bit floats, little-endian, interleaved.</summary>
    F32 = 2,

    /// <summary>One Opus packet.</summary>
    Opus = 3,
}

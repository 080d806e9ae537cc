namespace Continuo.Rtp.Wire;

/// <summary>Default payload types, from the dynamic range of RFC 3551.</summary>
internal static class PayloadTypes
{
    /// <summary>L16, L24 and floats.</summary>
    public const byte Pcm = 96;

    /// <summary>Opus.</summary>
    public const byte Opus = 97;

    /// <summary>Redundant audio (RFC 2198).</summary>
    public const byte Redundant = 101;

    /// <summary>First payload type of the dynamic range.</summary>
    public const byte FirstDynamic = 96;
}

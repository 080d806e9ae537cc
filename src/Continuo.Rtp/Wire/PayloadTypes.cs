namespace Continuo.Rtp.Wire;

/// <summary>The payload types used where nobody has said others: of those that RFC 3551 leaves to be agreed upon.</summary>
public static class PayloadTypes
{
    /// <summary>L16, L24 and floats.</summary>
    public const byte Pcm = 96;

    /// <summary>Opus.</summary>
    public const byte Opus = 97;

    /// <summary>Redundant audio (RFC 2198).</summary>
    public const byte Redundant = 101;

    /// <summary>The first of those that have to be agreed upon.</summary>
    public const byte FirstDynamic = 96;
}

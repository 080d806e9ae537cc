using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>Sizes of the protection profiles. Thread-safe; real-time-safe.</summary>
[RealTime]
internal static class SrtpProfiles
{
    /// <summary>Length of a master key, and of a session's encryption key.</summary>
    public const int KeyBytes = 16;

    /// <summary>Length of a session's authentication key (RFC 3711, 4.2.1); AES-GCM has none.</summary>
    public const int AuthenticationKeyBytes = 20;

    /// <summary>Length of the longest salt.</summary>
    public const int MaxSaltBytes = 14;

    /// <summary>Number of bytes by which the longest protected packet, RTP or RTCP, exceeds the plain one.</summary>
    public const int MaxOverhead = 20;

    /// <summary>Length of a master salt, and of a session's salt: 112 bits (RFC 3711, 8.2) or 96 bits (RFC 7714, 12).</summary>
    public static int SaltBytes(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <summary>Length of the authentication tag.</summary>
    public static int TagBytes(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 16 : 10;

    /// <summary>Whether it is one of the profiles that are implemented.</summary>
    public static bool IsKnown(this SrtpProfile profile) => profile is SrtpProfile.AeadAes128Gcm or SrtpProfile.Aes128CounterSha1;
}

using System.Security.Cryptography;
using Continuo.Rtp.Srtp;

namespace Continuo.WebRtc.Sessions;

/// <summary>Random names of sessions, and the names of profiles.</summary>
internal static class SessionToken
{
    private const int Bytes = 16;

    /// <summary>A name of 128 random bits in hexadecimal.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);

    /// <summary>The profile as registered with IANA.</summary>
    public static string NameOf(SrtpProfile? profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => "AEAD_AES_128_GCM",
        SrtpProfile.Aes128CounterSha1 => "AES128_CM_HMAC_SHA1_80",
        _ => "",
    };
}

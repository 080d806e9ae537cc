namespace Continuo.Rtp.Srtp;

/// <summary>SRTP protection profiles, numbered as in the DTLS extension use_srtp (RFC 5764, 4.1.2; RFC 7714, 14.2).</summary>
internal enum SrtpProfile : ushort
{
    /// <summary>SRTP_AES128_CM_HMAC_SHA1_80: AES in counter mode, HMAC-SHA1 truncated to 80 bits (RFC 3711).</summary>
    Aes128CounterSha1 = 1,

    /// <summary>SRTP_AEAD_AES_128_GCM: AES-GCM with a tag of 128 bits (RFC 7714).</summary>
    AeadAes128Gcm = 7,
}

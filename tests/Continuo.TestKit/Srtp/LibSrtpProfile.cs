namespace Continuo.TestKit.Srtp;

/// <summary>The profiles of libsrtp2 that Continuo has, too; numbered as in RFC 5764 and RFC 7714.</summary>
public enum LibSrtpProfile
{
    Aes128CounterSha1 = 1,
    AeadAes128Gcm = 7,
}

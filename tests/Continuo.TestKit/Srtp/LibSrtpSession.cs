using System.Runtime.InteropServices;

namespace Continuo.TestKit.Srtp;

/// <summary>One direction of SRTP by libsrtp2 (Debian's libsrtp2-1), to compare with. Any SSRC. Not thread-safe.</summary>
public sealed unsafe partial class LibSrtpSession : IDisposable
{
    /// <summary>srtp_err_status_auth_fail.</summary>
    public const int AuthenticationFailed = 7;

    /// <summary>srtp_err_status_replay_fail.</summary>
    public const int Replayed = 9;

    /// <summary>srtp_err_status_replay_old.</summary>
    public const int TooOld = 10;

    private static readonly int Initialized = Init();

    private nint _session;

    /// <param name="profile">The profile.</param>
    /// <param name="key">Master key and master salt.</param>
    /// <param name="outbound">Whether the session protects; otherwise it unprotects.</param>
    public LibSrtpSession(LibSrtpProfile profile, ReadOnlySpan<byte> key, bool outbound)
    {
        if (Initialized != 0) throw new InvalidOperationException($"srtp_init: {Initialized}");
        fixed (byte* bytes = key)
        {
            var policy = new Policy { SsrcType = outbound ? 3 : 2, Key = bytes, WindowSize = 128 };
            if (profile == LibSrtpProfile.AeadAes128Gcm)
            {
                SetGcm(&policy.Rtp);
                SetGcm(&policy.Rtcp);
            }
            else
            {
                SetCounter(&policy.Rtp);
                SetCounter(&policy.Rtcp);
            }

            // Safety: the library copies the policy and the key before it returns.
            var status = Create(out _session, &policy);
            if (status != 0) throw new InvalidOperationException($"srtp_create: {status}");
        }
    }

    /// <summary>Protects in place; the buffer has room for 20 bytes more.</summary>
    /// <returns>0, or an error of the library.</returns>
    public int Protect(Span<byte> buffer, ref int length, bool rtcp = false)
    {
        fixed (byte* packet = buffer) return rtcp ? ProtectRtcp(_session, packet, ref length) : Protect(_session, packet, ref length);
    }

    /// <summary>Unprotects in place.</summary>
    /// <returns>0, or an error of the library.</returns>
    public int Unprotect(Span<byte> buffer, ref int length, bool rtcp = false)
    {
        fixed (byte* packet = buffer) return rtcp ? UnprotectRtcp(_session, packet, ref length) : Unprotect(_session, packet, ref length);
    }

    public void Dispose()
    {
        if (_session != 0) _ = Deallocate(_session);
        _session = 0;
    }

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_init")]
    private static partial int Init();

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_create")]
    private static partial int Create(out nint session, Policy* policy);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_dealloc")]
    private static partial int Deallocate(nint session);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_protect")]
    private static partial int Protect(nint session, byte* packet, ref int length);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_unprotect")]
    private static partial int Unprotect(nint session, byte* packet, ref int length);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_protect_rtcp")]
    private static partial int ProtectRtcp(nint session, byte* packet, ref int length);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_unprotect_rtcp")]
    private static partial int UnprotectRtcp(nint session, byte* packet, ref int length);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_crypto_policy_set_rtp_default")]
    private static partial void SetCounter(CryptoPolicy* policy);

    [LibraryImport("libsrtp2.so.1", EntryPoint = "srtp_crypto_policy_set_aes_gcm_128_16_auth")]
    private static partial void SetGcm(CryptoPolicy* policy);

    // srtp_crypto_policy_t and srtp_policy_t of srtp2/srtp.h, version 2.5.
    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int TagLength;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public nint Keys;
        public nuint KeyCount;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowRepeat;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}

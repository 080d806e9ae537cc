using Continuo.Clocks;
using Continuo.Rtp.Srtp;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

/// <summary>What is special about a <see cref="PeerRig"/>.</summary>
internal sealed record RigOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    public IReadOnlyList<SrtpProfile> Profiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1];

    /// <summary>The client uses this fragment of the server in place of the right one.</summary>
    public string? WrongFragment { get; init; }

    /// <summary>The client uses this password in place of the right one.</summary>
    public string? WrongPassword { get; init; }

    /// <summary>The server expects this fingerprint of the client.</summary>
    public DtlsFingerprint? ClientFingerprint { get; init; }
}

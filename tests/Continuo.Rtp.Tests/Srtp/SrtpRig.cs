using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Srtp;

/// <summary>A master key, and packets to protect with it. The same seed gives the same packets.</summary>
public sealed class SrtpRig(int profile)
{
    private readonly Mutator _random = new((ulong)profile);

    internal SrtpProfile Profile { get; } = (SrtpProfile)profile;

    /// <summary>Master key and salt, as libsrtp takes them.</summary>
    public byte[] Key { get; } =
    [
        .. Enumerable.Range(0, SrtpProfiles.KeyBytes + ((SrtpProfile)profile).SaltBytes()).Select(i => (byte)(i * 37 + profile)),
    ];

    internal SrtpProtector Protector() => new(Profile, Key.AsSpan(0, SrtpProfiles.KeyBytes), Key.AsSpan(SrtpProfiles.KeyBytes));

    internal SrtpUnprotector Unprotector() => new(Profile, Key.AsSpan(0, SrtpProfiles.KeyBytes), Key.AsSpan(SrtpProfiles.KeyBytes));

    /// <summary>Writes a packet with 0…3 contributing sources, an extension in every other one, and a payload of 0…400 bytes.</summary>
    public int WriteRtp(Span<byte> buffer, ushort sequence, uint ssrc = 0xDEADBEEF)
    {
        Span<uint> contributors = stackalloc uint[_random.Below(4)];
        Span<byte> extension = stackalloc byte[_random.Below(2) * 4 * (1 + _random.Below(3))];
        foreach (ref var b in extension) b = (byte)_random.Below(256);
        var at = new RtpHeader(111, sequence, (uint)_random.Below(int.MaxValue), ssrc, _random.Below(2) == 1)
            .WriteTo(buffer, contributors, 0xBEDE, extension);
        var payload = buffer.Slice(at, _random.Below(401));
        foreach (ref var b in payload) b = (byte)_random.Below(256);
        return at + payload.Length;
    }

    /// <summary>Writes a sender report with 0…4 reports and a name.</summary>
    public int WriteRtcp(Span<byte> buffer, uint ssrc = 0xDEADBEEF)
    {
        var writer = new RtcpWriter(buffer);
        var reports = new RtcpReceptionReport[_random.Below(5)];
        writer.WriteSenderReport(new RtcpSenderReport(ssrc, (ulong)_random.Below(int.MaxValue) << 32, 1, 2, 3), reports);
        writer.WriteCanonicalName(ssrc, "continuo"u8[.._random.Below(9)]);
        return writer.Length;
    }
}

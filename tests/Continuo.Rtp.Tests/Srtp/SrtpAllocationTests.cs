using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Srtp;

/// <summary>Nothing is allocated per packet.</summary>
public sealed class SrtpAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Protecting_unprotecting_and_refusing_allocates_nothing(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        var buffer = new byte[600];
        var replay = new byte[600];
        ushort sequence = 0;
        var refused = 0;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            var at = new RtpHeader(111, sequence++, 960, 1).WriteTo(buffer);
            var length = protector.Protect(buffer, at + 240);
            buffer.CopyTo(replay, 0);
            var accepted = unprotector.Unprotect(buffer.AsSpan(0, length), out _) == SrtpVerdict.Accepted;
            refused += unprotector.Unprotect(replay.AsSpan(0, length), out _) == SrtpVerdict.Replayed ? 1 : 0;
            var writer = new RtcpWriter(buffer);
            writer.WriteReceiverReport(5, []);
            length = protector.ProtectRtcp(buffer, writer.Length);
            if (!accepted || unprotector.UnprotectRtcp(buffer.AsSpan(0, length), out _) != SrtpVerdict.Accepted)
            {
                throw new InvalidOperationException("refused");
            }
        }));
        Assert.Equal(200, refused);
    }

    [Fact]
    public void The_portable_cipher_allocates_nothing()
    {
        using var aes = new AesCounter(new byte[16], accelerated: false);
        var bytes = new byte[1000];
        Assert.Equal(0, LeastAllocated.Bytes(() => aes.Xor(bytes, 1, 2)));
    }
}

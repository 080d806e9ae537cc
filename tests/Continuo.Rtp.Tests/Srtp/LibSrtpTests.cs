using Continuo.Rtp.Srtp;
using Continuo.TestKit.Srtp;

namespace Continuo.Rtp.Tests.Srtp;

/// <summary>Held against libsrtp2 bit for bit.</summary>
public sealed class LibSrtpTests
{
    private const int Packets = 100_000;
    private const int ReplayEvery = 1000;
    private const int FirstSequence = 20_000;
    private const int Stride = 2; // every other packet is lost, and the counter turns over three times

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Packets_of_three_roll_overs_agree_in_both_directions(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        using var otherOut = new LibSrtpSession((LibSrtpProfile)profile, rig.Key, outbound: true);
        using var otherIn = new LibSrtpSession((LibSrtpProfile)profile, rig.Key, outbound: false);
        var ours = new byte[600];
        var theirs = new byte[600];
        var plain = new byte[600];
        var (replays, rollOvers) = (0, 0);
        for (var i = 0; i < Packets; i++)
        {
            var number = FirstSequence + i * Stride;
            if ((ushort)number < Stride && number > 0) rollOvers++;
            var length = rig.WriteRtp(plain, (ushort)number);
            plain.CopyTo(ours, 0);
            plain.CopyTo(theirs, 0);
            var ourLength = protector.Protect(ours, length);
            var theirLength = length;
            Assert.Equal(0, otherOut.Protect(theirs, ref theirLength));
            if (!ours.AsSpan(0, ourLength).SequenceEqual(theirs.AsSpan(0, theirLength))) Assert.Fail($"packet {i} differs");

            // Each takes what the other has protected.
            var copy = theirs.AsSpan(0, theirLength).ToArray();
            if (unprotector.Unprotect(theirs.AsSpan(0, theirLength), out var opened) != SrtpVerdict.Accepted)
            {
                Assert.Fail($"packet {i} was refused");
            }

            if (opened != length || !theirs.AsSpan(0, opened).SequenceEqual(plain.AsSpan(0, length)))
            {
                Assert.Fail($"packet {i} was decrypted wrongly");
            }

            if (otherIn.Unprotect(ours, ref ourLength) != 0) Assert.Fail($"libsrtp refused packet {i}");
            if (ourLength != length || !ours.AsSpan(0, length).SequenceEqual(plain.AsSpan(0, length)))
            {
                Assert.Fail($"libsrtp decrypted packet {i} otherwise");
            }

            if (i % ReplayEvery != 0) continue;
            replays++;
            Assert.Equal(SrtpVerdict.Replayed, unprotector.Unprotect(copy, out _));
        }

        Assert.Equal((Packets / ReplayEvery, 3), (replays, rollOvers));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Reports_agree_in_both_directions(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        using var otherOut = new LibSrtpSession((LibSrtpProfile)profile, rig.Key, outbound: true);
        using var otherIn = new LibSrtpSession((LibSrtpProfile)profile, rig.Key, outbound: false);
        var plain = new byte[600];
        for (var i = 0; i < 10_000; i++)
        {
            var length = rig.WriteRtcp(plain);
            var ours = plain.ToArray();
            var theirs = plain.ToArray();
            var ourLength = protector.ProtectRtcp(ours, length);
            var theirLength = length;
            Assert.Equal(0, otherOut.Protect(theirs, ref theirLength, rtcp: true));
            Assert.Equal(theirs.AsSpan(0, theirLength), ours.AsSpan(0, ourLength));

            var copy = theirs.AsSpan(0, theirLength).ToArray();
            Assert.Equal(SrtpVerdict.Accepted, unprotector.UnprotectRtcp(theirs.AsSpan(0, theirLength), out var opened));
            Assert.Equal(plain.AsSpan(0, length), theirs.AsSpan(0, opened));
            Assert.Equal(SrtpVerdict.Replayed, unprotector.UnprotectRtcp(copy, out _));
            Assert.Equal(0, otherIn.Unprotect(ours, ref ourLength, rtcp: true));
            Assert.Equal(plain.AsSpan(0, length), ours.AsSpan(0, ourLength));
        }
    }

    /// <summary>Late, repeated and very late packets in random order: both accept the same ones.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Reordered_and_repeated_packets_are_judged_alike(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        using var other = new LibSrtpSession((LibSrtpProfile)profile, rig.Key, outbound: false);
        var random = new Mutator(99);
        var packets = new List<byte[]>();
        for (var number = 32_000; number < 32_000 + 70_000; number++)
        {
            var buffer = new byte[600];
            packets.Add(buffer[..protector.Protect(buffer, rig.WriteRtp(buffer, (ushort)number))]);
        }

        var verdicts = new int[5];
        for (var i = 0; i < packets.Count; i++)
        {
            // Mostly near, sometimes far behind; the first packets in order, so that both begin alike.
            var which = i < 200 ? i : Math.Max(0, i - random.Below(random.Below(10) == 0 ? 400 : 100));
            var ours = packets[which].ToArray();
            var theirs = packets[which].ToArray();
            var length = theirs.Length;
            var verdict = unprotector.Unprotect(ours, out _);
            var status = other.Unprotect(theirs, ref length);
            var expected = status switch
            {
                0 => SrtpVerdict.Accepted,
                LibSrtpSession.Replayed or LibSrtpSession.TooOld => SrtpVerdict.Replayed,
                _ => SrtpVerdict.NotAuthentic,
            };
            if (expected != verdict) Assert.Fail($"packet {which} at {i}: {verdict}, libsrtp says {status}");
            verdicts[(int)verdict]++;
        }

        Assert.True(verdicts[(int)SrtpVerdict.Accepted] > 10_000 && verdicts[(int)SrtpVerdict.Replayed] > 10_000,
            string.Join(' ', verdicts));
    }
}

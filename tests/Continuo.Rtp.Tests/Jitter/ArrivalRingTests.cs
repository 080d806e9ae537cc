using System.Buffers.Binary;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

public sealed class ArrivalRingTests
{
    [Fact]
    public void Packets_come_out_as_they_went_in()
    {
        var ring = new ArrivalRing(16, 100);
        for (var i = 0; i < 10; i++) ring.Write(new IncomingPacket(i, i * 960, new byte[] { (byte)i, 7 }, i % 2 == 1), i * 5, stream: 3);
        var payload = new byte[2];
        for (var i = 0; i < 10; i++)
        {
            Assert.True(ring.TryPeek(out var arrival));
            Assert.Equal(new PacketArrival(i, i * 960, i * 5, 3, 2, i % 2 == 1), arrival);
            Assert.True(ring.TryCopy(payload));
            Assert.Equal([(byte)i, 7], payload);
            ring.Advance();
        }

        Assert.False(ring.TryPeek(out _));
        Assert.Equal(0, ring.Missed + ring.Torn);
    }

    [Fact]
    public void A_reader_that_stays_away_loses_the_oldest_and_learns_how_many()
    {
        var ring = new ArrivalRing(16, 100);
        for (var i = 0; i < 40; i++) ring.Write(new IncomingPacket(i, 0, new byte[1]), 0, 0);
        Assert.True(ring.TryPeek(out var arrival));
        Assert.Equal(24, arrival.Sequence);
        Assert.Equal(24, ring.Missed + ring.Torn);
    }

    [Fact]
    public void A_writer_that_laps_the_reader_never_lets_it_have_a_torn_packet()
    {
        const int Packets = 300_000;
        var ring = new ArrivalRing(16, 64);
        var writer = new Thread(() =>
        {
            var payload = new byte[64];
            for (long i = 0; i < Packets; i++)
            {
                for (var at = 0; at < 64; at += 8) BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(at), i);
                ring.Write(new IncomingPacket(i, -i, payload), 3 * i, 0);
            }
        });
        writer.Start();
        var copy = new byte[64];
        long taken = 0, last = -1;
        while (last < Packets - 1)
        {
            if (!ring.TryPeek(out var arrival)) continue;
            Assert.Equal((-arrival.Sequence, 3 * arrival.Sequence), (arrival.MediaTime, arrival.Time));
            if (ring.TryCopy(copy))
            {
                for (var at = 0; at < 64; at += 8) Assert.Equal(arrival.Sequence, BinaryPrimitives.ReadInt64LittleEndian(copy.AsSpan(at)));
                taken++;
            }

            Assert.True(arrival.Sequence > last);
            last = arrival.Sequence;
            ring.Advance();
        }

        writer.Join();
        Assert.Equal(Packets, taken + ring.Missed + ring.Torn);
    }
}

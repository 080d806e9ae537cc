using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Tests.Voice;

/// <summary>Datagrams that are lost, late, repeated or forged.</summary>
public class CryptTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(7, 16).Select(i => (byte)i)];
    private static readonly byte[] Nonce = [.. Enumerable.Repeat((byte)0xFE, 16)];

    private readonly CryptSender _sender = new(Key, Nonce);
    private readonly CryptReceiver _receiver = new(Key, Nonce);

    [Fact]
    public void Ten_thousand_datagrams_in_order_are_read()
    {
        for (var i = 0; i < 10_000; i++) Assert.True(Open(Datagram(i)));
        Assert.Equal((10_000u, 0u, 0u, 0u), (_receiver.Good, _receiver.Late, _receiver.Lost, _receiver.Refused));
    }

    [Fact]
    public void Late_datagrams_are_read_once()
    {
        var datagrams = Enumerable.Range(0, 600).Select(Datagram).ToArray();
        for (var i = 0; i + 20 <= datagrams.Length; i += 20)
        {
            // The last of twenty first, then the others.
            Assert.True(Open(datagrams[i + 19]));
            for (var j = 0; j < 19; j++) Assert.True(Open(datagrams[i + j]));
            for (var j = 0; j < 20; j++) Assert.False(Open(datagrams[i + j]));
        }

        Assert.Equal((600u, 570u, 0u, 600u), (_receiver.Good, _receiver.Late, _receiver.Lost, _receiver.Refused));
    }

    [Fact]
    public void Losses_are_counted_and_more_than_half_a_round_needs_a_resync()
    {
        for (var i = 0; i < 100; i++) _ = Datagram(i);
        Assert.True(Open(Datagram(100)));
        Assert.Equal(100u, _receiver.Lost);
        for (var i = 0; i < 200; i++) _ = Datagram(i);
        Assert.False(Open(Datagram(200)));
        _receiver.Resume(_sender.Nonce);
        Assert.True(Open(Datagram(201)));
    }

    [Fact]
    public void A_changed_bit_is_refused_and_changes_nothing()
    {
        for (var bit = 8; bit < 8 * 20; bit++)
        {
            var datagram = Datagram(bit);
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Open(datagram));
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Open(datagram));
        }
    }

    [Fact]
    public void Short_and_oversized_datagrams_are_refused()
    {
        for (var length = 0; length < 5; length++) Assert.False(_receiver.TryOpen(new byte[length], new byte[4], out _));
        Assert.False(_receiver.TryOpen(new byte[5000], new byte[6000], out _));
    }

    private byte[] Datagram(int number)
    {
        var datagram = new byte[20];
        Assert.Equal(20, _sender.Protect([.. Enumerable.Repeat((byte)number, 16)], datagram));
        return datagram;
    }

    private bool Open(byte[] datagram) => _receiver.TryOpen(datagram, new byte[64], out var length) && length == 16;
}

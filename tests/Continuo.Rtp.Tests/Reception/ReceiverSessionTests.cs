using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Rtp.Tests.Reception;

public sealed class ReceiverSessionTests
{
    private readonly MemoryNetwork _network = new();

    [Fact]
    public async Task It_is_started_once_disposed_any_number_of_times_and_leaves_the_network()
    {
        var transport = _network.Open(5004);
        var session = Session(transport);
        session.Start();
        Assert.Throws<InvalidOperationException>(session.Start);
        await session.DisposeAsync();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(session.Start);
        Assert.Empty(session.Streams);
        Assert.Equal(0, session.Statistics.Datagrams);
        _network.Open(5004).Dispose(); // the port is free again
    }

    [Fact]
    public void One_that_was_never_started_closes_its_transport()
    {
        Session(_network.Open(5004)).Dispose();
        _network.Open(5004).Dispose();
    }

    [Fact]
    public void A_handler_may_dispose_the_session_that_calls_it_and_another_that_throws_is_counted()
    {
        var session = Session(_network.Open(5004));
        using var done = new ManualResetEventSlim();
        session.StreamBegun += (_, _) => throw new InvalidOperationException("of the user");
        session.StreamBegun += (_, _) =>
        {
            session.Dispose();
            done.Set();
        };
        session.Start();
        using var sender = _network.Open();
        var voice = new Voice(1);
        for (var i = 0; i < 4; i++) sender.Send(voice.Next(), PeerAddress.From(session.Local));
        Assert.True(done.Wait(TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(IsFree, TimeSpan.FromSeconds(20)));
        Assert.Equal(1, session.Statistics.HandlerFaults);
        Assert.Null(session.Failure);

        bool IsFree()
        {
            try
            {
                _network.Open(5004).Dispose();
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    private static ReceiverSession Session(IPacketTransport transport) => new(transport, new ReceptionOptions
    {
        Payloads = PayloadMap.Of(CodecRegistry.Describe("L16", new Audio.AudioFormat(48_000, 1))),
        Clock = SystemClock.Instance,
    });
}

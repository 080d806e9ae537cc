using Continuo.Audio;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Tests;

/// <summary>The threads that tick the rooms.</summary>
public class RoomHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PacketCodec Codec = CodecRegistry.Describe("L16", new(8000, 1));
    private static readonly RoomOptions Options = new() { Format = Codec.Format, ParkAfter = TimeSpan.FromSeconds(0.2) };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Rooms_tick_side_by_side_and_each_listener_gets_every_block(int helpers)
    {
        using var host = new RoomHost(new RoomHostOptions { Helpers = helpers });
        List<CountedOutput> outputs = [];
        for (var r = 0; r < 6; r++)
        {
            var room = host.Open($"r{r}", Options);
            for (var i = 0; i < (r == 0 ? 20 : 2); i++)
            {
                room.AddSpeaker(new SpeakerOptions { MemberId = $"p{i}" }, new ToneInput(300 + i, 0.01, rate: 8000));
                var output = new CountedOutput();
                outputs.Add(output);
                room.AddListener(new ListenerOptions { MemberId = $"p{i}" }, output);
            }
        }

        Assert.True(SpinWait.SpinUntil(() => outputs.TrueForAll(o => o.Blocks > 20), Patience));
        var statistics = host.Statistics;
        Assert.Equal((6, 6), (statistics.Rooms, statistics.TickingRooms));
        Assert.Equal(statistics.Ticks, statistics.TickTime.Count);
        Assert.All(outputs, o => Assert.Equal(0, o.Missed));
    }

    [Fact]
    public void A_parked_room_is_woken_by_a_packet_and_parks_again()
    {
        using var host = new RoomHost();
        var room = host.Open("studio", Options);
        using var input = new PacketSpeakerInput(Codec);
        var output = new CountedOutput();
        room.AddSpeaker(new SpeakerOptions { MemberId = "a" }, input);
        room.AddListener(new ListenerOptions { MemberId = "me" }, output);
        Assert.True(SpinWait.SpinUntil(() => room.IsParked, Patience));
        for (var round = 0; round < 3; round++)
        {
            var before = output.Blocks;
            var now = Clocks.SystemClock.Instance.Now;
            for (var i = 0; i < 3; i++) input.Insert(new IncomingPacket(round * 100 + i, (round * 100 + i) * 160, new byte[320]), now);
            Assert.True(SpinWait.SpinUntil(() => output.Blocks > before, Patience));
            Assert.True(SpinWait.SpinUntil(() => room.IsParked, Patience));
            Assert.Equal(0, host.Statistics.TickingRooms);
        }
    }

    [Fact]
    public void Events_are_raised_without_being_asked_for_and_a_slow_handler_delays_no_tick()
    {
        using var host = new RoomHost();
        var room = host.Open("studio", Options);
        using var release = new ManualResetEventSlim();
        using var joined = new CountdownEvent(2);
        room.Changed += (_, e) =>
        {
            release.Wait(Patience);
            if (e.Kind is RoomEventKind.SpeakerJoined or RoomEventKind.ListenerJoined) joined.Signal();
        };
        var output = new CountedOutput();
        room.AddSpeaker(new SpeakerOptions { MemberId = "a" }, new ToneInput(400, rate: 8000));
        room.AddListener(new ListenerOptions { MemberId = "me" }, output);
        Assert.True(SpinWait.SpinUntil(() => output.Blocks > 20, Patience)); // while the handler hangs
        release.Set();
        Assert.True(joined.Wait(Patience));
    }

    [Fact]
    public void A_closed_room_is_not_ticked_any_more_and_its_inputs_are_disposed()
    {
        using var host = new RoomHost();
        var room = host.Open("studio", Options);
        var (input, output) = (new ToneInput(400, rate: 8000), new CountedOutput());
        room.AddSpeaker(new SpeakerOptions { MemberId = "a" }, input);
        room.AddListener(new ListenerOptions { MemberId = "me" }, output);
        Assert.True(SpinWait.SpinUntil(() => output.Blocks > 2, Patience));
        Assert.Throws<AudioException>(() => host.Open("studio"));
        room.Dispose();
        room.Dispose();
        var blocks = output.Blocks;
        Assert.Equal((1, 0), (input.Disposals, host.Rooms.Count));
        Assert.Null(host.Find("studio"));
        Assert.Throws<ObjectDisposedException>(() => room.AddListener(new ListenerOptions { MemberId = "x" }, output));
        var other = host.Open("studio", Options);
        var next = new CountedOutput();
        other.AddSpeaker(new SpeakerOptions { MemberId = "a" }, new ToneInput(400, rate: 8000));
        other.AddListener(new ListenerOptions { MemberId = "me" }, next);
        Assert.True(SpinWait.SpinUntil(() => next.Blocks > 5, Patience));
        Assert.Equal(blocks, output.Blocks);
    }

    [Fact]
    public void Ten_thousand_rooms_with_members_are_parked_and_none_of_them_ticks()
    {
        using var host = new RoomHost();
        for (var i = 0; i < 10_000; i++)
        {
            var room = host.Open($"r{i}", Options);
            room.AddListener(new ListenerOptions { MemberId = "me" }, new CountedOutput());
        }

        Assert.True(SpinWait.SpinUntil(() => host.Statistics.TickingRooms == 0, Patience));
        var ticks = host.Statistics.Ticks;
        Thread.Yield();
        Assert.Equal((ticks, 10_000), (host.Statistics.Ticks, host.Statistics.Rooms));
    }

    private sealed class CountedOutput : IListenerOutput
    {
        private long _next = -1;
        private int _blocks;

        public int Blocks => Volatile.Read(ref _blocks);

        public long Missed { get; private set; }

        public void Deliver(in RoomBlock block)
        {
            // Skipped ticks count on both sides: a machine that is busy for longer than ten ticks leaves some out.
            if (_next >= 0 && block.Tick < _next) Missed++;
            _next = block.Tick + 1;
            Volatile.Write(ref _blocks, _blocks + 1);
        }
    }
}

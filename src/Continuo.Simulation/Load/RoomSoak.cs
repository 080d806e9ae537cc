using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Networks;

namespace Continuo.Simulation.Load;

/// <summary>
/// People join a room in virtual time, speak for some seconds over a network that loses and doubles packets, and leave; every other one
/// vanishes without leaving. Counts what is left behind and what no statistics explain. One thread.
/// </summary>
internal sealed class RoomSoak : IDisposable
{
    private const int MemorySamples = 48;
    private const int MaintenanceTicks = 50;
    private const double LeastSeconds = 1;
    private const double MostSeconds = 3;
    private const double Loss = 0.01;
    private const double Duplicates = 0.01;

    private readonly int _users;
    private readonly long _ticks;
    private readonly SimulationRandom _random;
    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly PacketCodec _codec = CodecRegistry.Describe("L16", new(8000, 1));
    private readonly Room _room;
    private readonly byte[] _payload;
    private readonly List<Visitor> _present = [];
    private readonly Dictionary<RoomSpeaker, Visitor> _speakers = [];
    private readonly List<Visitor> _left = [];
    private readonly List<(double Hours, double Bytes)> _memory = [];
    private long _unexplained, _missed;
    private double _longest;

    /// <param name="users">How many people join.</param>
    /// <param name="duration">Virtual time in which they do.</param>
    /// <param name="seed">Random seed.</param>
    public RoomSoak(int users, TimeSpan duration, ulong seed = 1)
    {
        (_users, _ticks, _random) = (users, (long)(duration.TotalMilliseconds / 20), new SimulationRandom(seed));
        _room = new Room("soak", new RoomOptions { Format = _codec.Format }, _clock);
        _room.Changed += Note;
        _payload = new byte[_codec.FramesPerPacket * 2];
        for (var i = 0; i < _codec.FramesPerPacket; i++) _payload[2 * i] = (byte)(4 * Math.Sin(Math.Tau * i / 16) + 4); // big-endian, faint
    }

    /// <summary>Runs to the end, and for as long as it takes until the last who vanished must be gone.</summary>
    /// <param name="progress">Called with the share that is over.</param>
    public RoomSoakStatistics Run(Action<double>? progress = null)
    {
        var joined = 0;
        var clearing = (long)((_room.Options.RemoveAfter.TotalSeconds + 5) * 50);
        for (var tick = 0L; tick < _ticks + clearing; tick++)
        {
            while (joined < _users && joined * _ticks / _users <= tick && tick < _ticks) Join(joined++);
            foreach (var visitor in _present) Speak(visitor);
            for (var i = _present.Count - 1; i >= 0; i--)
            {
                if (_clock.Now >= _present[i].End) Leave(i);
            }

            _clock.Advance(_room.Options.Tick);
            _room.Tick(null, _clock.Now, 0);
            if (tick % MaintenanceTicks == 0) Maintain();
            if (tick % Math.Max(1, _ticks / MemorySamples) != 0 || tick >= _ticks) continue;
            _memory.Add((tick / 180_000.0, GC.GetTotalMemory(forceFullCollection: true)));
            progress?.Invoke((double)tick / _ticks);
        }

        Maintain();
        var statistics = _room.Statistics;
        return new RoomSoakStatistics
        {
            Users = joined,
            Ticks = statistics.Ticks,
            UnexplainedPackets = _unexplained,
            MissedBlocks = _missed,
            LongestStateSeconds = _longest,
            Memory = _memory,
            DroppedEvents = statistics.DroppedEvents,
            RefusedCommands = statistics.RefusedCommands,
            Faults = statistics.Faults,
            LeftBehind = _room.Speakers.Count + _room.Listeners.Count + statistics.Mixes - 1 + _speakers.Count,
        };
    }

    public void Dispose() => _room.Dispose();

    private void Join(int number)
    {
        var id = FormattableString.Invariant($"u{number}");
        var input = new PacketSpeakerInput(_codec, new JitterBufferOptions { MaxPayloadBytes = _payload.Length }, _clock);
        var output = new CountedOutput();
        var other = _random.NextDouble() < 0.5
            ? FormattableString.Invariant($"u{number - 1}")
            : FormattableString.Invariant($"u{number + 1}");
        var speaker = _room.AddSpeaker(new SpeakerOptions { MemberId = id }, input);
        var listener = _room.AddListener(new ListenerOptions { MemberId = id, Volumes = [new SpeakerVolume(other, 0.5)] }, output);
        var stays = LeastSeconds + (MostSeconds - LeastSeconds) * _random.NextDouble();
        var visitor = new Visitor(speaker, listener, input, output, _clock.Now + (long)(stays * 1e9), Vanishes: number % 2 == 0);
        _present.Add(visitor);
        _speakers.Add(speaker, visitor);
    }

    private void Speak(Visitor visitor)
    {
        var packet = visitor.Packets++;
        if (_random.Happens(Loss)) return;
        var copies = _random.Happens(Duplicates) ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            visitor.Sent++;
            visitor.LastSent = _clock.Now;
            visitor.Input.Insert(new IncomingPacket(packet, packet * _codec.FramesPerPacket, _payload), _clock.Now);
        }
    }

    private void Leave(int at)
    {
        var visitor = _present[at];
        _present.RemoveAt(at);
        visitor.Listener.Leave();
        if (!visitor.Vanishes) visitor.Speaker.Leave();
        _missed += visitor.Output.Missed;
    }

    private void Maintain()
    {
        _room.Maintain(_clock.Now);
        _room.RaiseEvents();

        // Only those of whom the tick has let go are counted.
        for (var i = _left.Count - 1; i >= 0; i--)
        {
            if (!_left[i].Speaker.Lane.IsGone) continue;
            _unexplained += Unexplained(_left[i]);
            _left.RemoveAt(i);
        }
    }

    private void Note(object? sender, RoomEventArgs e)
    {
        if (e.Kind != RoomEventKind.SpeakerLeft || !_speakers.Remove(e.Speaker!, out var visitor)) return;
        _left.Add(visitor);
        _longest = Math.Max(_longest, (e.Time - visitor.LastSent) / 1e9);
    }

    /// <summary>Packets that were sent into the buffer and appear in none of its statistics, or in two.</summary>
    private static long Unexplained(Visitor visitor)
    {
        var s = visitor.Input.Statistics;
        var explained = s.PlayedPackets + s.HeldPackets + s.DuplicatePackets + s.SparePackets + s.LatePackets + s.SkippedPackets
            + s.MalformedPackets + s.ImplausiblePackets + s.DiscardedPackets + s.OverflowPackets + s.OverwrittenPackets
            + s.OversizedPackets;
        return Math.Abs(s.ReceivedPackets - explained) + Math.Abs(visitor.Sent - s.ReceivedPackets);
    }

    private sealed record Visitor(
        RoomSpeaker Speaker, RoomListener Listener, PacketSpeakerInput Input, CountedOutput Output, long End, bool Vanishes)
    {
        public long Packets { get; set; }

        public long Sent { get; set; }

        public long LastSent { get; set; }
    }

    private sealed class CountedOutput : IListenerOutput
    {
        private long _next = -1;

        public long Missed { get; private set; }

        [RealTime]
        public void Deliver(in RoomBlock block)
        {
            if (_next >= 0) Missed += Math.Abs(block.Tick - _next);
            _next = block.Tick + 1;
        }
    }
}

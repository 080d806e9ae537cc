using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rooms.Outputs;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Simulation.Load;

/// <summary>
/// Rooms full of speakers and listeners in this process: all speak, and what the listeners hear is checked. Control thread only, apart from
/// <see cref="GetStatistics"/>.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private readonly LoadOptions _options;
    private readonly VoicePlan _plan;
    private readonly PacketCodec _codec;
    private readonly RoomHost _host;
    private readonly List<IDisposable> _parts = [];
    private LoadEar[] _ears = [];
    private VoiceSender? _sender;
    private EarChecker? _checker;
    private RoomHostStatistics? _before;
    private (long Time, long Missed, long Blocks, double Process, long Encoded) _start;

    /// <exception cref="AudioException">An option is out of range, or a port or library is missing.</exception>
    public LoadRun(LoadOptions options)
    {
        options.Validate();
        (_options, _plan) = (options, new VoicePlan(options));
        _codec = CodecRegistry.Describe("opus", options.Format, options.Tick);
        _host = new RoomHost(new RoomHostOptions { ShedsQuality = options.ShedsQuality });
    }

    /// <summary>Fills the rooms, lets them run, and returns what happened.</summary>
    /// <param name="progress">Called about five times a second with the share of the run that is over.</param>
    /// <param name="stop">Ends the run early.</param>
    public LoadStatistics Run(Action<double>? progress, CancellationToken stop)
    {
        var loop = new VoiceLoop(_plan, _codec);
        var rooms = Enumerable.Range(0, _options.Rooms).Select(r => _host.Open(FormattableString.Invariant($"room {r}"),
            new RoomOptions { Format = _options.Format, Tick = _options.Tick })).ToArray();
        _ears = [.. rooms.SelectMany((_, r) => Enumerable.Range(0, _options.Listeners).Select(l => new LoadEar(r, l)))];
        IVoiceRoute route = _options.Transport == LoadTransport.Memory ? ConnectMemory(rooms) : ConnectRtp(rooms);
        _sender = new VoiceSender(_options, loop, route);
        var begin = SystemClock.Instance.Now;
        var (warmUp, end) = (begin + _options.WarmUp.Ticks * 100, begin + (_options.WarmUp + _options.Duration).Ticks * 100);
        while (SystemClock.Instance.Now is var now && now < end && !stop.IsCancellationRequested)
        {
            if (now >= warmUp && _checker is null) Begin(now);
            progress?.Invoke((double)(now - begin) / (end - begin));
            stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
        }

        if (_checker is null) Begin(SystemClock.Instance.Now);
        return GetStatistics();
    }

    /// <summary>What happened since the warm-up. Thread-safe.</summary>
    public LoadStatistics GetStatistics()
    {
        var (now, before) = (_host.Statistics, _before!);
        var time = now.TickTime;
        time.Subtract(before.TickTime);
        return new LoadStatistics
        {
            Seconds = (SystemClock.Instance.Now - _start.Time) * 1e-9,
            Ticks = now.Ticks - before.Ticks,
            LateTicks = now.LateTicks - before.LateTicks,
            SkippedTicks = now.SkippedTicks - before.SkippedTicks,
            TickTime = time,
            Blocks = _ears.Sum(e => e.Blocks) - _start.Blocks,
            MissedBlocks = _ears.Sum(e => e.Missed) - _start.Missed,
            Checks = _checker!.Checks,
            WrongContent = _checker.Wrong,
            Mistakes = _checker.Mistakes,
            MouthToEar = _checker.Latency,
            ProcessorSeconds = now.ProcessorSeconds - before.ProcessorSeconds,
            ProcessSeconds = Environment.CpuUsage.TotalTime.TotalSeconds - _start.Process,
            Mixes = _host.Rooms.Sum(r => r.Statistics.Mixes),
            EncodedPackets = _host.Rooms.Sum(r => r.Statistics.EncodedPackets) - _start.Encoded,
            ShedSteps = now.ShedSteps - before.ShedSteps,
            ShedStep = now.ShedStep,
            PriorityRefusal = now.PriorityRefusal,
        };
    }

    public void Dispose()
    {
        _checker?.Dispose();
        _sender?.Dispose();
        _host.Dispose();
        foreach (var part in _parts) part.Dispose();
    }

    private void Begin(long now)
    {
        _before = _host.Statistics;
        _start = (now, _ears.Sum(e => e.Missed), _ears.Sum(e => e.Blocks), Environment.CpuUsage.TotalTime.TotalSeconds,
            _host.Rooms.Sum(r => r.Statistics.EncodedPackets));
        _checker = new EarChecker(_options, _plan, _codec, _ears, _sender!);
    }

    private MemoryRoute ConnectMemory(Room[] rooms)
    {
        var inputs = new PacketSpeakerInput[rooms.Length][];
        for (var r = 0; r < rooms.Length; r++)
        {
            inputs[r] = [.. Enumerable.Range(0, _options.Speakers).Select(_ => new PacketSpeakerInput(_codec))];
            for (var s = 0; s < _options.Speakers; s++) rooms[r].AddSpeaker(Speaker(s), inputs[r][s]);
        }

        Listen(rooms, ear => ear);
        return new MemoryRoute(inputs, _codec.FramesPerPacket);
    }

    private RtpRoute ConnectRtp(Room[] rooms)
    {
        List<int> ports = [];
        foreach (var room in rooms)
        {
            var options = new ReceptionOptions
            {
                Payloads = PayloadMap.Of(_codec),
                MaxStreams = _options.Speakers,
                DriftCorrection = false,
            };
            var session = new ReceiverSession(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, options, isRtcpShared: true);
            session.StreamBegun += (_, stream) =>
                room.AddSpeaker(Speaker((int)(stream.Ssrc - RtpRoute.FirstSsrc)), new StreamSpeakerInput(stream));
            session.Start();
            ports.Add(session.Local.Port);
            _parts.Add(session);
        }

        var socket = new EarSocket(_ears, _codec);
        var transport = UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, isRtcpShared: true);
        _parts.AddRange([socket, transport]);
        Listen(rooms, ear => new RtpListenerOutput(transport, socket.Address, _codec, PayloadTypes.Opus,
            (uint)(ear.Room * _options.Listeners + ear.Number)));
        var route = new RtpRoute(ports, _codec.ClockStep);
        _parts.Add(route);
        return route;
    }

    private void Listen(Room[] rooms, Func<LoadEar, IListenerOutput> output)
    {
        foreach (var ear in _ears)
        {
            rooms[ear.Room].AddListener(new ListenerOptions
            {
                MemberId = VoicePlan.Id(ear.Number),
                Codec = _codec,
                Preset = _options.Preset,
                Volumes = _plan.Settings(ear.Number),
            }, output(ear));
        }
    }

    private static SpeakerOptions Speaker(int number) => new() { MemberId = VoicePlan.Id(number) };
}

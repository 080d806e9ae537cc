using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rooms.Outputs;
using Continuo.Rtp.Jitter;
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
    private readonly ILoadNetwork? _network;
    private readonly List<IDisposable> _parts = [];
    private readonly List<Func<JitterBufferStatistics?>> _buffers = [];
    private readonly TimedInput?[][] _inputs;
    private LoadEar[] _ears = [];
    private VoiceSender? _sender;
    private EarChecker? _checker;
    private LatencyMeter? _latency;
    private JoinProbe? _joins;
    private RoomHostStatistics? _before;
    private BufferWork _work;
    private int _mixes;
    private int _voiceLookAhead;
    private (long Time, long Missed, long Blocks, double Process, long Encoded) _start;

    /// <param name="options">The load.</param>
    /// <param name="network">Connects the participants, if it is neither memory nor RTP; the caller keeps ownership.</param>
    /// <exception cref="AudioException">An option is out of range, or a port or library is missing.</exception>
    public LoadRun(LoadOptions options, ILoadNetwork? network = null)
    {
        options.Validate();
        _network = network;
        (_options, _plan) = (options, new VoicePlan(options));
        _codec = CodecRegistry.Describe("opus", options.Format, options.Tick);
        _inputs = [.. Enumerable.Range(0, options.Rooms).Select(_ => new TimedInput?[MarkerBurst.Count])];
        _host = new RoomHost(new RoomHostOptions { ShedsQuality = options.ShedsQuality });
    }

    /// <summary>Fills the rooms, lets them run, and returns what happened.</summary>
    /// <param name="progress">Called about five times a second with the share of the run that is over.</param>
    /// <param name="stop">Ends the run early.</param>
    public LoadStatistics Run(Action<double>? progress, CancellationToken stop)
    {
        var loop = new VoiceLoop(_plan, _codec);
        _voiceLookAhead = loop.LookAheadFrames;
        var rooms = Enumerable.Range(0, _options.Rooms).Select(r => _host.Open(FormattableString.Invariant($"room {r}"),
            new RoomOptions { Format = _options.Format, Tick = _options.Tick })).ToArray();
        _ears = [.. rooms.SelectMany((_, r) => Enumerable.Range(0, _options.Listeners).Select(l => new LoadEar(r, l)))];
        IVoiceRoute route = _options.Transport switch
        {
            LoadTransport.Memory => ConnectMemory(rooms),
            LoadTransport.Rtp => ConnectRtp(rooms),
            _ => ConnectNetwork(rooms, _network!),
        };
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
            MouthToEar = _latency!.Whole,
            Parts = _latency.Parts,
            JoinToHearing = Measured(_joins?.Hears),
            JoinToBeingHeard = Measured(_joins?.IsHeard),
            Work = Work().Since(_work),
            ProcessorSeconds = now.ProcessorSeconds - before.ProcessorSeconds,
            ProcessSeconds = Environment.CpuUsage.TotalTime.TotalSeconds - _start.Process,
            Mixes = _mixes,
            EncodedPackets = _host.Rooms.Sum(r => r.Statistics.EncodedPackets) - _start.Encoded,
            ShedSteps = now.ShedSteps - before.ShedSteps,
            ShedStep = now.ShedStep,
            PriorityRefusal = now.PriorityRefusal,
        };
    }

    public void Dispose()
    {
        _checker?.Dispose();
        _joins?.Dispose();
        _sender?.Dispose();
        _host.Dispose();
        foreach (var part in _parts) part.Dispose();
    }

    private static HistogramSnapshot? Measured(HistogramSnapshot? histogram) => histogram is { Count: > 0 } ? histogram : null;

    private void Begin(long now)
    {
        _before = _host.Statistics;
        _start = (now, _ears.Sum(e => e.Missed), _ears.Sum(e => e.Blocks), Environment.CpuUsage.TotalTime.TotalSeconds,
            _host.Rooms.Sum(r => r.Statistics.EncodedPackets));
        _mixes = _host.Rooms.Sum(r => r.Statistics.Mixes);
        _work = Work();
        _latency = new LatencyMeter(_options, _plan, _codec, _sender!, _voiceLookAhead, _inputs);
        if (_options.Transport == LoadTransport.Memory) _joins = new JoinProbe(_host.Rooms[0], _codec, _options.Preset);
        _checker = new EarChecker(_options, _plan, _codec, _ears, _latency, _joins);
    }

    private BufferWork Work()
    {
        lock (_buffers) return BufferWork.Sum(_buffers.Select(b => b()).OfType<JitterBufferStatistics>(), _codec.Format.SampleRate);
    }

    private void AddSpeaker(
        Room room, int number, int speaker, ISpeakerInput input, Func<double> delayMs, Func<JitterBufferStatistics?> buffer)
    {
        lock (_buffers) _buffers.Add(buffer);
        if (speaker < MarkerBurst.Count) input = _inputs[number][speaker] = new TimedInput(input, delayMs);
        room.AddSpeaker(new SpeakerOptions { MemberId = VoicePlan.Id(speaker) }, input);
    }

    private IVoiceRoute ConnectNetwork(Room[] rooms, ILoadNetwork network)
    {
        for (var r = 0; r < rooms.Length; r++)
        {
            for (var s = 0; s < _options.Speakers; s++)
            {
                rooms[r].AddSpeaker(new SpeakerOptions { MemberId = VoicePlan.Id(s) }, network.AddVoice(r, s));
            }
        }

        Listen(rooms, network.AddEar);
        return network.Connect();
    }

    private MemoryRoute ConnectMemory(Room[] rooms)
    {
        var inputs = new PacketSpeakerInput[rooms.Length][];
        for (var r = 0; r < rooms.Length; r++)
        {
            inputs[r] = [.. Enumerable.Range(0, _options.Speakers).Select(_ => new PacketSpeakerInput(_codec))];
            for (var s = 0; s < _options.Speakers; s++)
            {
                var input = inputs[r][s];
                AddSpeaker(rooms[r], r, s, input, () => input.DelayMs, () => input.Statistics);
            }
        }

        Listen(rooms, ear => ear);
        return new MemoryRoute(inputs, _codec.FramesPerPacket);
    }

    private RtpRoute ConnectRtp(Room[] rooms)
    {
        List<int> ports = [];
        for (var r = 0; r < rooms.Length; r++)
        {
            var (room, number) = (rooms[r], r);
            var options = new ReceptionOptions
            {
                Payloads = PayloadMap.Of(_codec),
                MaxStreams = _options.Speakers,
                DriftCorrection = false,
            };
            var session = new ReceiverSession(
                new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, options, isRtcpShared: true);
            session.StreamBegun += (_, stream) => AddSpeaker(room, number, (int)(stream.Ssrc - RtpRoute.FirstSsrc),
                new StreamSpeakerInput(stream), () => stream.DelayMs, () => stream.GetStatistics().Buffer);
            session.Start();
            ports.Add(session.Local.Port);
            _parts.Add(session);
        }

        var socket = new EarSocket(_ears, _codec);
        var transport = UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, isRtcpShared: true);
        _parts.AddRange([socket, transport]);
        Listen(rooms, ear => new SentOutput(ear, new RtpListenerOutput(transport, socket.Address, _codec, PayloadTypes.Opus,
            (uint)(ear.Room * _options.Listeners + ear.Number))));
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
}

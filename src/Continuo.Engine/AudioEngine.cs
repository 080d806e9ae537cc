using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Client;
using Continuo.Engine.Protocol;
using Continuo.Engine.Reports;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Engine;

/// <summary>
/// Plays sources and applications' streams, mixed, to one sink: one block whenever the sink wants one, whatever the inputs do. The same
/// class runs inside an application, or as the process <c>continuo engine</c>, out of reach of the application's garbage
/// collections.
/// </summary>
/// <remarks>
/// Thread-safe. The mixing thread and the threads that read sources allocate nothing in steady state, and neither does
/// <see cref="Report"/>; adding and removing inputs does.
/// </remarks>
public sealed class AudioEngine : IEngineLink, IDisposable, IAsyncDisposable
{
    /// <summary>Number of inputs there may be at once.</summary>
    public const int MaxInputs = 256;

    private const long MaxRingBytes = 64L << 20;
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReadAhead = TimeSpan.FromMilliseconds(500);

    private readonly Lock _control = new(); // never taken by an audio thread
    private readonly InputTable _inputs;
    private readonly AudioSystem _system;
    private readonly MixThread _mix;
    private readonly Thread _sweeper;
    private readonly WakeSignal _stop = new();
    private readonly HistogramSnapshot _usage = new();
    private (bool IsWarm, long Collections, long Bytes, long MixBytes) _baseline;
    private bool _started;
    private bool _disposed;

    /// <summary>Creates an engine that does not play yet.</summary>
    /// <param name="options">Where it plays to; <see langword="null"/>: the default device.</param>
    /// <param name="system">Who opens addresses; <see langword="null"/>: the core's own kinds only.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public AudioEngine(EngineOptions? options = null, AudioSystem? system = null)
    {
        Options = options ?? EngineOptions.Default;
        Options.Validate();
        _system = system ?? new AudioSystem();
        Mixer = new Mixer(Options.Format, new MixerOptions { MaxBlockFrames = Options.BlockFrames });
        _mix = new MixThread(Options, _system, Mixer);
        _inputs = new InputTable(Mixer, _mix);
        _sweeper = new Thread(SweepAll) { Name = "engine", IsBackground = true };
    }

    /// <summary>What the engine was built with.</summary>
    public EngineOptions Options { get; }

    /// <summary>The mix, for its master, meters and buses. Its tracks are the engine's.</summary>
    public Mixer Mixer { get; }

    /// <summary>What the host was told about locking its memory; empty if it is locked.</summary>
    public string MemoryRefusal { get; internal set; } = "not asked for";

    /// <summary>How the engine is doing.</summary>
    public EngineState State => _mix.State;

    /// <summary>The inputs that are playing; a copy.</summary>
    public IReadOnlyList<EngineInput> Inputs => _inputs.ToList();

    /// <inheritdoc/>
    bool IEngineLink.IsAlive => _mix.State != EngineState.Stopped;

    /// <summary>Connects to the engine that runs as a process of its own, and starts it before if none is running.</summary>
    /// <param name="options">Where, and how to start it; <see langword="null"/> for the usual.</param>
    /// <param name="cancellation">Ends the waiting; an engine that was started goes on.</param>
    /// <exception cref="AudioException">It cannot be connected to or started.</exception>
    public static Task<EngineClient> ConnectAsync(EngineLaunchOptions? options = null, CancellationToken cancellation = default) =>
        EngineLauncher.ConnectAsync(options ?? new EngineLaunchOptions(), cancellation);

    /// <summary>Opens the sink and begins to play. Returns when the sink is open; a further call returns at once.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    public void Start()
    {
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started) return;
            _started = true;
        }

        // Not under the lock: a server that hangs must hold neither reports nor inputs.
        _mix.Start();
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _sweeper.Start();
        }
    }

    /// <summary>
    /// Plays an address: a file, generator or pipe at the engine's pace (<see cref="RingInput"/>); an application, a device or a remote
    /// voice, which have clocks of their own, as a
    /// live stream (<see cref="StreamInput"/>).
    /// </summary>
    /// <exception cref="AudioException">It cannot be opened or converted, or there are too many inputs.</exception>
    public EngineInput Play(AudioAddress address, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var format = Options.Format;
        var request = new SourceRequest(format.SampleRate, format.Channels, Options.BlockFrames, null, Options.Clock);
        var source = _system.CreateSource(address, request);
        if (source.Pace == SourcePace.Device) return PlayLive(address, source, request, settings);
        var ahead = (int)Math.Max(2, format.ToFrames(ReadAhead) / Options.BlockFrames);
        var ring = new AudioRing(format, Options.BlockFrames, ahead + 4);
        var feeder = new SourceFeeder(source, address, ring, ahead);
        try
        {
            feeder.Start();
            // The reader thread has begun to fill: the first block is there or will be at once.
            return Add(ring, NameOf(address), 1, settings, feeder);
        }
        catch
        {
            feeder.Dispose();
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Plays a live stream of this process's own: its clock is brought to the sink's.</summary>
    /// <param name="stream">Not owned; may be started before or after, and again. Mono or any channels.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">Its rate differs and nothing converts it, an option is out of range, or there are too many
    /// inputs.</exception>
    public StreamInput AddLive(AudioStream stream, TrackSettings? settings = null, LiveInputOptions? live = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AddLive(stream, null, stream.Name, settings, live ?? LiveInputOptions.Default);
    }

    /// <summary>Opens a stream for audio of this process's own.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="ahead">How far the writer keeps ahead; at least two blocks. More bridges longer pauses of the writer and is heard
    /// later.</param>
    /// <exception cref="AudioException">There are too many inputs, or a value is out of range.</exception>
    public EngineWriter OpenStream(string name, TimeSpan ahead)
    {
        var chunks = EngineWriter.AheadChunks(ahead, Options.Format, Options.BlockFrames);
        var ring = new AudioRing(Options.Format, Options.BlockFrames, chunks + 2);
        try
        {
            return new EngineWriter(Add(ring, name, chunks, null, null).Id, name, ring, chunks, this);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Takes over the ring of another process, which writes to it.</summary>
    /// <param name="path">Where the ring is.</param>
    /// <param name="aheadChunks">How far its writer keeps ahead.</param>
    /// <param name="name">Display name.</param>
    /// <exception cref="AudioException">It is not a ring, or not one that fits this engine.</exception>
    internal RingInput OpenShared(string path, int aheadChunks, string name)
    {
        var ring = AudioRing.OpenShared(path, MaxRingBytes);
        try
        {
            var fits = ring.Format.SampleRate == Options.Format.SampleRate && ring.ChunkFrames == Options.BlockFrames
                && (ring.Format.Channels == Options.Format.Channels || ring.Format.Channels == 1);
            if (!fits) throw new AudioException(AudioErrorCode.Unsupported, name, string.Create(CultureInfo.InvariantCulture, $"its ring holds chunks of {ring.ChunkFrames} frames, {ring.Format}"), string.Create(CultureInfo.InvariantCulture, $"Use chunks of {Options.BlockFrames} frames, {Options.Format}"));
            if (aheadChunks < 1 || aheadChunks > ring.Capacity) throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{aheadChunks} chunks ahead"), string.Create(CultureInfo.InvariantCulture, $"the ring holds {ring.Capacity}"), "Keep less ahead, or make the ring longer");
            return Add(ring, name, aheadChunks, null, null);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Opens a player without tracks: its files have a transport of their own.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="trackMeters">What is measured of every track.</param>
    /// <exception cref="AudioException">There are too many inputs.</exception>
    public EnginePlayer OpenPlayer(string name, MeterParts trackMeters = MeterParts.Levels)
    {
        var options = PlaybackOptions.Balanced with
        {
            BlockFrames = Options.BlockFrames,
            Clock = Options.Clock,
            Mixer = new MixerOptions { MaxBlockFrames = Options.BlockFrames, TrackMeters = trackMeters, Limiter = null }, // the engine's limiter is behind it
        };
        var player = new Player(Options.Format, options);
        try
        {
            return _inputs.Add(name, Options.Format.Channels, null, fadeIn: false, (id, track) => new EnginePlayer(id, track, player, _system));
        }
        catch
        {
            player.Dispose();
            throw;
        }
    }

    /// <summary>The player of a number.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public EnginePlayer FindPlayer(int id) => Find(id) as EnginePlayer
        ?? throw new AudioException(AudioErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"player {id}"), "this input has no transport", "Name a player's number");

    /// <summary>The input of a number.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public EngineInput Find(int id) => _inputs.Find(id);

    /// <summary>The input of the lowest number above <paramref name="id"/>; <see langword="null"/> if there is none.</summary>
    public EngineInput? Next(int id) => _inputs.Next(id);

    /// <summary>Fades an input out and ends it. Nothing happens if it has ended already.</summary>
    public void Close(int input) => _inputs.Close(input);

    /// <summary>Says how the engine is doing. Allocates nothing.</summary>
    public EngineReport Report()
    {
        lock (_control)
        {
            var meters = Mixer.Meters!;
            var budget = _mix.Budget.Report(_usage);
            return new EngineReport(
                Environment.ProcessId,
                _mix.State,
                _inputs.Count,
                _mix.Blocks,
                Mixer.FramesRendered,
                _mix.Underruns,
                _mix.Losses,
                _inputs.LateBlocks,
                _mix.Causes with { Applications = _inputs.LateStreamBlocks, Sources = _inputs.LateBlocks - _inputs.LateStreamBlocks },
                budget.OverBudget,
                budget.P50Percent,
                budget.P99Percent,
                budget.P999Percent,
                budget.MaxPercent,
                _baseline.IsWarm,
                Collections() - _baseline.Collections,
                GC.GetTotalAllocatedBytes(precise: false) - _baseline.Bytes,
                _mix.AllocatedBytes - _baseline.MixBytes,
                EngineInputReport.PeakOf(meters),
                meters.TruePeak!.MaxDb,
                meters.Loudness!.Momentary,
                meters.Loudness.ShortTerm,
                meters.Loudness.Integrated,
                _mix.LatencyFrames,
                Options.To.Text,
                _mix.SinkDescription,
                _mix.PriorityRefusal ?? "",
                MemoryRefusal,
                _mix.Failure?.Message ?? "");
        }
    }

    /// <summary>Ends all inputs, brings the sink to its end and stops. An engine is not started again.</summary>
    public void Dispose()
    {
        lock (_control)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _stop.Set();
        if (_sweeper.IsAlive) _sweeper.Join();
        _mix.Dispose();
        _inputs.Dispose();
        _stop.Dispose();
    }

    /// <summary><see cref="Dispose"/> on a thread of the pool: the sink may take a second to come to its end.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    /// <summary>Collects all garbage once, and counts from here. For a host whose process does nothing else.</summary>
    internal void BecomeWarm()
    {
        _mix.Budget = new BudgetMonitor(isOn: true);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        lock (_control) _baseline = (true, Collections(), GC.GetTotalAllocatedBytes(precise: false), _mix.AllocatedBytes);
    }

    private StreamInput PlayLive(AudioAddress address, IAudioSource source, SourceRequest request, TrackSettings? settings)
    {
        var options = new StreamOptions { SampleRate = Options.Format.SampleRate, ChunkFrames = Options.BlockFrames, Clock = Options.Clock };
        IAudioSource? first = source;
        var stream = AudioStream.Open(address.Text, () => Interlocked.Exchange(ref first, null) ?? _system.CreateSource(address, request), options);
        try
        {
            stream.Start();
            return AddLive(stream, stream, NameOf(address), settings, LiveInputOptions.Default);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private StreamInput AddLive(AudioStream stream, AudioStream? owned, string name, TrackSettings? settings, LiveInputOptions options)
    {
        var channels = stream.Format.Channels == 1 ? 1 : Options.Format.Channels;
        var lead = options.FirstLead > TimeSpan.Zero ? options.FirstLead : Options.Format.ToTime(2L * Options.BlockFrames);
        var live = LiveInput.Open(stream, new AudioFormat(Options.Format.SampleRate, channels), options with { Clock = Options.Clock, FirstLead = lead });
        try
        {
            return _inputs.Add(name, channels, settings, fadeIn: true, (id, track) => new StreamInput(id, track, live, owned, Options.BlockFrames));
        }
        catch
        {
            live.Dispose();
            throw;
        }
    }

    private static string NameOf(AudioAddress address) => address.Text.Length > EngineLimits.MaxNameLength ? address.Text[^EngineLimits.MaxNameLength..] : address.Text;

    private static int Collections() => GC.CollectionCount(0); // a collection of a higher generation is one of the lower, too

    private RingInput Add(AudioRing ring, string name, int aheadChunks, TrackSettings? settings, SourceFeeder? feeder) =>
        _inputs.Add(name, ring.Format.Channels, settings, feeder is null, (id, track) => new RingInput(id, ring, track, aheadChunks) { Feeder = feeder });

    private void SweepAll()
    {
        using var allocation = ThreadAllocation.Open("engine");
        while (!_stop.IsSet)
        {
            allocation.Note();
            _stop.Wait(Sweep.Ticks * 100);
            _inputs.Sweep();
        }
    }
}

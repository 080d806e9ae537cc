using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Engine;

/// <summary>
/// Mixes sources and application streams into one sink. Renders a block whenever the sink requests one, even if inputs are late. Runs
/// inside an application or as the separate process <c>continuo engine</c>, where the application's garbage collections do not affect it.
/// </summary>
/// <remarks>
/// Thread-safe. In steady state the mixing thread, the reading threads and <see cref="GetStatistics"/> allocate nothing. Adding and
/// removing inputs allocates.
/// </remarks>
public sealed partial class AudioEngine : IEngineLink, IDisposable, IAsyncDisposable
{
    /// <summary>Maximum number of inputs.</summary>
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

    /// <summary>Creates an engine. Call <see cref="Start"/> to play.</summary>
    /// <param name="options">Sink, format and block length; <see langword="null"/>: the default device.</param>
    /// <param name="system">Opens addresses; <see langword="null"/>: only the core's built-in schemes.</param>
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

    /// <summary>The options passed to the constructor.</summary>
    public EngineOptions Options { get; }

    /// <summary>The mixer, for master, meters and buses. The engine manages its tracks.</summary>
    public Mixer Mixer { get; }

    /// <summary>Why the process's memory could not be locked; empty if it is locked.</summary>
    public string MemoryRefusal { get; internal set; } = "not requested";

    /// <summary>Current state.</summary>
    public EngineState State => _mix.State;

    /// <summary>A copy of the list of inputs.</summary>
    public IReadOnlyList<EngineInput> Inputs => _inputs.ToList();

    /// <inheritdoc/>
    bool IEngineLink.IsAlive => _mix.State != EngineState.Stopped;

    /// <summary>Connects to the engine process. Starts one if none is running.</summary>
    /// <param name="options">Where, and how to start it; <see langword="null"/> for the usual.</param>
    /// <param name="cancellation">Cancels the wait. A started engine keeps running.</param>
    /// <exception cref="AudioException">The engine cannot be started or connected to.</exception>
    public static Task<EngineClient> ConnectAsync(EngineLaunchOptions? options = null, CancellationToken cancellation = default) =>
        EngineLauncher.ConnectAsync(options ?? new EngineLaunchOptions(), cancellation);

    /// <summary>Opens the sink and starts playing. Returns when the sink is open. Further calls return at once.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    public void Start()
    {
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started) return;
            _started = true;
        }

        // Not under the lock: a server that hangs must not block reports or inputs.
        _mix.Start();
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _sweeper.Start();
        }
    }

    /// <summary>Returns state and statistics. Allocates nothing.</summary>
    public EngineStatistics GetStatistics()
    {
        lock (_control)
        {
            var meters = Mixer.Meters!;
            var budget = _mix.Budget.GetStatistics(_usage);
            return new EngineStatistics(
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
                EngineInputStatistics.PeakOf(meters),
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

    /// <summary>Closes all inputs, finishes the sink and stops. The engine cannot be restarted.</summary>
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

    /// <summary><see cref="Dispose"/> on a pool thread: the sink may take a second to finish.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    /// <summary>Collects all garbage once, and restarts the counters. For a host whose process does nothing else.</summary>
    internal void BecomeWarm()
    {
        _mix.Budget = new BudgetMonitor(isOn: true);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        lock (_control) _baseline = (true, Collections(), GC.GetTotalAllocatedBytes(precise: false), _mix.AllocatedBytes);
    }

    private static int Collections() => GC.CollectionCount(0); // also counts collections of higher generations

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

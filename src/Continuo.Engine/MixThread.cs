using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Engine;

/// <summary>
/// The mixing thread: whenever the sink requests a block (or a part of one) it reads the inputs, renders and writes the block. It waits
/// only for the sink or the clock, and at most 200 ms for a sink. While the sink is lost or stalled, it continues by the clock; a
/// <see cref="SinkOpener"/> reopens the sink.
/// </summary>
internal sealed class MixThread : IDisposable
{
    /// <summary>A sink that accepts nothing for this long is suspended, or its server hangs.</summary>
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the server of a stalled sink is polled in every block; its messages arrive only while waiting for it.</summary>
    private static readonly TimeSpan StalledPoll = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(1);

    private readonly EngineOptions _options;
    private readonly SinkOpener _opener;
    private readonly Mixer _mixer;
    private readonly WakeSignal _stop = new();
    private readonly AlignedSamples _block;
    private readonly Thread _thread;
    private int _frames; // a block, or the part of one that the device requests
    private long _nanoseconds;
    private EngineInput[] _inputs = [];
    private IAudioSink? _sink;
    private IOutputDevice? _device;
    private long _blocks, _underruns, _underrunsBefore, _losses, _latency;
    private long _dryByDevice, _dryByMix, _unheard;
    private long _latencyAt; // when the latency was reported
    private ThreadAllocation? _allocation;
    private long _nextBlock;

    public MixThread(EngineOptions options, AudioSystem system, Mixer mixer)
    {
        (_options, _opener, _mixer) = (options, new SinkOpener(options, system), mixer);
        _block = new AlignedSamples(options.BlockFrames * options.Format.Channels);
        Divide(options.BlockFrames);
        _thread = new Thread(Run) { Name = "mix", IsBackground = true };
    }

    /// <summary>Usage of the rendering budget. May be replaced to restart the count.</summary>
    public volatile BudgetMonitor Budget = new(isOn: true);

    public volatile EngineState State = EngineState.Stopped;

    public string SinkDescription { get; private set; } = "";

    public string? PriorityRefusal { get; private set; }

    /// <summary>Why the sink was last lost.</summary>
    public AudioException? Failure { get; private set; }

    public long Blocks => Volatile.Read(ref _blocks);

    public long Underruns => Volatile.Read(ref _underruns);

    /// <summary>Underruns by cause, without those of inputs.</summary>
    public UnderrunCauses Causes => new(Volatile.Read(ref _dryByDevice), Volatile.Read(ref _dryByMix), Volatile.Read(ref _unheard), 0, 0);

    public long Losses => Volatile.Read(ref _losses);

    /// <summary>Bytes allocated by the thread up to its last block.</summary>
    public long AllocatedBytes => _allocation?.Bytes ?? 0;

    /// <summary>Number of rendered frames that are still to be heard after the last block.</summary>
    public long LatencyFrames => Volatile.Read(ref _latency);

    /// <summary>The inputs of the mix; replaced as a whole. A removed input is released one block later.</summary>
    public EngineInput[] Inputs
    {
        get => Volatile.Read(ref _inputs);
        set => Volatile.Write(ref _inputs, value);
    }

    /// <summary>Starts the thread and returns when the sink is open.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    public void Start()
    {
        State = EngineState.Starting;
        try
        {
            _opener.StartAsync().GetAwaiter().GetResult();
        }
        catch
        {
            State = EngineState.Stopped;
            throw;
        }

        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _opener.Dispose();
        if (_thread.IsAlive && !_thread.Join(EndBudget))
        {
            // The sink's server hangs: audio it has not played is discarded.
            Volatile.Read(ref _sink)?.Interrupt();
            _thread.Join();
        }

        _stop.Dispose();
    }

    private Span<float> Samples
    {
        [RealTime]
        get => _block.Span[..(_frames * _options.Format.Channels)];
    }

    private void Run()
    {
        PriorityRefusal = RealTimePriority.TryRaise();
        using var allocation = ThreadAllocation.Open("mix");
        _allocation = allocation;
        while (!_stop.IsSet) Turn();
        State = EngineState.Stopped;
        Close();
    }

    private void Turn()
    {
        if (_sink is null && _opener.TryTake(out var opened)) TakeUp(opened);
        if (_sink is not { } sink)
        {
            RenderUnheard();
            return;
        }

        try
        {
            if (_device is { } device && !device.WaitForRoom(_frames, State == EngineState.Stalled ? StalledPoll : StallTimeout))
            {
                Stall();
                return;
            }

            if (State == EngineState.Stalled) State = EngineState.Flowing;
            var begin = _options.Clock.Now;
            Render(begin);
            sink.Write(Samples);
            ReportLatency(_device?.LatencyFrames ?? 0);
            CountUnderruns(_latencyAt - begin);
        }
        catch (Exception e)
        {
            // Boundary of the audio thread: any exception of the sink makes it lost, and nothing else stops.
            Lose(e as AudioException
                ?? new AudioException(AudioErrorCode.InputOutput, _options.To.Text, e.Message.TrimEnd('.'), "Choose another sink"));
        }

        if (_device is null) WaitForClock();
    }

    /// <summary>
    /// The device accepts nothing: the mix continues by the clock, and checks with every block whether the device requests audio.
    /// </summary>
    private void Stall()
    {
        if (State != EngineState.Stalled) _nextBlock = _options.Clock.Now;
        State = EngineState.Stalled;
        RenderUnheard();
    }

    private void RenderUnheard()
    {
        Render(_options.Clock.Now);
        ReportLatency(0);
        Volatile.Write(ref _unheard, _unheard + 1);
        WaitForClock();
    }

    [RealTime]
    private void Render(long begin)
    {
        // A block rendered now is heard after the frames that were buffered at the last report.
        var heard = Math.Max(begin, _latencyAt + _options.Format.ToNanoseconds(_latency));
        foreach (var input in Volatile.Read(ref _inputs)) input.Deliver(_frames, heard, begin);
        _mixer.Render(Samples);
        Budget.Record(begin, _options.Clock.Now, _nanoseconds);
        _allocation!.Note();
        Volatile.Write(ref _blocks, _blocks + 1);
    }

    /// <param name="sinkFrames">Number of frames buffered in the sink.</param>
    private void ReportLatency(long sinkFrames)
    {
        var latency = _mixer.LatencyFrames + sinkFrames;
        Volatile.Write(ref _latency, latency);
        _latencyAt = _options.Clock.Now;
        foreach (var input in Volatile.Read(ref _inputs)) input.NoteLatency(latency, _latencyAt);
    }

    private void TakeUp(IAudioSink sink)
    {
        _sink = sink;
        _device = sink.Output;
        if (State == EngineState.Starting && _device is not null) Divide(_device.PieceFrames(_options.BlockFrames));
        SinkDescription = sink.Description;
        _underrunsBefore = Underruns;
        _nextBlock = _options.Clock.Now;
        State = EngineState.Flowing;
    }

    /// <summary>Called once, before anything is rendered: chunks must end where parts end, also while the device is lost.</summary>
    private void Divide(int frames) => (_frames, _nanoseconds) = (frames, _options.Format.ToNanoseconds(frames));

    /// <param name="busy">Duration of rendering and writing, in nanoseconds.</param>
    private void CountUnderruns(long busy)
    {
        if (_device is null) return;
        var underruns = _underrunsBefore + _device.Underruns;
        if (underruns == _underruns) return;
        ref var cause = ref busy > _nanoseconds ? ref _dryByMix : ref _dryByDevice;
        Volatile.Write(ref cause, cause + underruns - _underruns);
        Volatile.Write(ref _underruns, underruns);
    }

    /// <summary>Waits until the next block is due; after a suspension of a second it does not catch up.</summary>
    private void WaitForClock()
    {
        var now = _options.Clock.Now;
        _nextBlock += _nanoseconds;
        if (now - _nextBlock > 1_000_000_000) _nextBlock = now;
        if (_nextBlock > now) _options.Clock.WaitUntil(_nextBlock, _stop);
    }

    private void Lose(AudioException failure)
    {
        Failure = failure;
        Volatile.Write(ref _losses, _losses + 1);
        State = EngineState.Recovering;
        var lost = _sink!;
        Drop();
        _opener.Replace(lost);
        _nextBlock = _options.Clock.Now;
    }

    private void Drop() => (_sink, _device) = (null, null);

    private void Close()
    {
        try
        {
            _sink?.Finish();
        }
        catch (Exception e) when (e is AudioException or OperationCanceledException)
        {
            // The last part was not written; the engine stops in any case.
            Failure = e as AudioException ?? Failure;
        }
        finally
        {
            _sink?.Dispose();
            Drop();
        }
    }
}

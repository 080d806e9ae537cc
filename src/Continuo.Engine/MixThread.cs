using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Reports;
using Continuo.Mixing;
using Continuo.Scheduling;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.Waiting;

namespace Continuo.Engine;

/// <summary>
/// The thread that plays: whenever the sink wants a block (or a piece of one, if it asks for less) it takes what the inputs have, renders it and writes it. It waits for
/// the sink (or the clock) alone. When the sink has gone away, time goes on by the clock while it is opened anew.
/// </summary>
internal sealed class MixThread : IDisposable
{
    // A device that sleeps must not keep the engine from being stopped.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    private readonly EngineOptions _options;
    private readonly AudioSystem _system;
    private readonly Mixer _mixer;
    private readonly WakeSignal _stop = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AlignedSamples _block;
    private readonly Thread _thread;
    private int _frames; // a block, or the piece of one that the device asks for
    private long _nanoseconds;
    private EngineInput[] _inputs = [];
    private IAudioSink? _sink;
    private IPlaybackSink? _device;
    private ITimedSink? _timed;
    private long _blocks, _underruns, _underrunsBefore, _losses, _latency;
    private ThreadAllocation? _allocation;
    private long _nextBlock;
    private long _nextRetry;
    private TimeSpan _retry = FirstRetry;

    public MixThread(EngineOptions options, AudioSystem system, Mixer mixer)
    {
        (_options, _system, _mixer) = (options, system, mixer);
        _block = new AlignedSamples(options.BlockFrames * options.Format.Channels);
        Divide(options.BlockFrames);
        _thread = new Thread(Run) { Name = "mix", IsBackground = true };
    }

    /// <summary>How much of its time rendering takes. May be replaced, to count from then on.</summary>
    public volatile BudgetMonitor Budget = new(isOn: true);

    public volatile EngineState State = EngineState.Stopped;

    public string SinkDescription { get; private set; } = "";

    public string? PriorityRefusal { get; private set; }

    /// <summary>Why the sink was lost last.</summary>
    public AudioException? Failure { get; private set; }

    public long Blocks => Volatile.Read(ref _blocks);

    public long Underruns => Volatile.Read(ref _underruns);

    public long Losses => Volatile.Read(ref _losses);

    /// <summary>Bytes that the thread has allocated up to its last block.</summary>
    public long AllocatedBytes => _allocation?.Bytes ?? 0;

    /// <summary>How many frames were on their way to the ear after the last block.</summary>
    public long LatencyFrames => Volatile.Read(ref _latency);

    /// <summary>What is played: replaced as a whole. An input that is taken out is let go of one block later.</summary>
    public EngineInput[] Inputs
    {
        get => Volatile.Read(ref _inputs);
        set => Volatile.Write(ref _inputs, value);
    }

    /// <summary>Starts and returns when the sink is open.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    public void Start()
    {
        State = EngineState.Starting;
        _thread.Start();
        _opened.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive) _thread.Join();
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
        try
        {
            Open();
            _opened.SetResult();
        }
        catch (Exception e)
        {
            State = EngineState.Stopped;
            _sink?.Dispose();
            _opened.SetException(e);
            return;
        }

        while (!_stop.IsSet) Turn();
        State = EngineState.Stopped;
        Close();
    }

    private void Turn()
    {
        try
        {
            if (_device?.WaitForRoom(_frames, Glance) == false) return;
            Render();
            _sink?.Write(Samples);
            TellLatency();
            CountUnderruns();
        }
        catch (Exception e)
        {
            // The edge of the audio thread: whatever the sink throws makes it lost, and nothing else stops.
            Lose(e as AudioException ?? new AudioException(AudioErrorCode.InputOutput, _options.To.Text, e.Message.TrimEnd('.'), "Choose another sink"));
        }

        if (_device is not null) return;
        WaitForClock();
        if (_sink is null && _options.Clock.Now >= _nextRetry) Retry();
    }

    [RealTime]
    private void Render()
    {
        var begin = _options.Clock.Now;
        foreach (var input in Volatile.Read(ref _inputs)) input.Deliver(_frames);
        _mixer.Render(Samples);
        Budget.Record(begin, _options.Clock.Now, _nanoseconds);
        _allocation!.Note();
        Volatile.Write(ref _blocks, _blocks + 1);
    }

    private void TellLatency()
    {
        var latency = _mixer.LatencyFrames + (_timed?.LatencyFrames ?? 0);
        Volatile.Write(ref _latency, latency);
        var now = _options.Clock.Now;
        foreach (var input in Volatile.Read(ref _inputs)) input.NoteLatency(latency, now);
    }

    private void Open()
    {
        var sink = _system.CreateSink(_options.Sink, new SinkRequest(null, _options.Clock));
        _sink = sink;
        sink.Open(_options.Format);
        (_timed, _device) = (sink as ITimedSink, sink as IPlaybackSink);
        if (State == EngineState.Starting && _device is not null) Divide(_device.PieceFrames(_options.BlockFrames));
        SinkDescription = sink.Description;
        _underrunsBefore = Underruns;
        _nextBlock = _options.Clock.Now;
        State = EngineState.Flowing;
    }

    /// <summary>Once, before anything is rendered: chunks end where pieces end, also while the device is away.</summary>
    private void Divide(int frames) => (_frames, _nanoseconds) = (frames, _options.Format.ToNanoseconds(frames));

    private void CountUnderruns()
    {
        if (_device is null) return;
        var underruns = _underrunsBefore + _device.Underruns;
        if (underruns != _underruns) Volatile.Write(ref _underruns, underruns);
    }

    /// <summary>Waits until the next block is due; after a standstill of a second it does not catch up.</summary>
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
        Drop();
        _nextBlock = _options.Clock.Now;
        (_retry, _nextRetry) = (FirstRetry, _nextBlock + FirstRetry.Ticks * 100);
    }

    private void Retry()
    {
        try
        {
            Open();
        }
        catch (Exception e)
        {
            // Not back yet; Failure keeps saying why it was lost.
            _ = e;
            Drop();
            _retry = TimeSpan.FromTicks(Math.Min(2 * _retry.Ticks, LastRetry.Ticks));
            _nextRetry = _options.Clock.Now + _retry.Ticks * 100;
        }
    }

    private void Drop()
    {
        _sink?.Dispose();
        (_sink, _timed, _device) = (null, null, null);
    }

    private void Close()
    {
        try
        {
            _sink?.Finish();
        }
        catch (AudioException e)
        {
            // The last part did not reach its place; the engine has stopped in any case.
            Failure = e;
        }

        Drop();
    }
}

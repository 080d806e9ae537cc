using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// Captures a source into a ring. One capture thread writes; callbacks, <c>await foreach</c>, pull readers, recorders and replay buffers
/// read at the same time, each at its own pace:
/// <code>
/// using var stream = AudioStream.Open("app:firefox", system: audio);
/// using var meter = stream.Subscribe((in AudioChunk chunk) => Show(chunk.Samples));
/// stream.Start();
/// await foreach (var chunk in stream.ReadChunksAsync(cancellation: stop)) Send(chunk);
/// </code>
/// </summary>
/// <remarks>
/// All members are thread-safe, in every state (<see cref="LifeState"/>); none is real-time-safe, except reading statistics. After
/// <see cref="Dispose"/>,
/// properties report the last run, and methods throw <see cref="ObjectDisposedException"/>, except <see cref="Stop"/>, which does nothing.
/// </remarks>
public sealed partial class AudioStream : IDisposable, IAsyncDisposable
{
    /// <summary><see cref="Stop"/> returns within this time, even if a source or consumer hangs.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan CaptureStopBudget = StopBudget / 2;

    private readonly Func<IAudioSource> _createSource;
    private readonly LifeCycle _life;
    private readonly UserCode _userCode;
    private readonly Lock _subscriptionsLock = new();
    private readonly Lock _runLock = new(); // guards changes of the run; held for nothing else
    private Subscription[] _subscriptions = [];
    private Action<StreamRun>[] _followers = [];
    private IAudioSource? _opening;
    private StreamRun _run;
    private long _runs;

    private AudioStream(string name, Func<IAudioSource> createSource, StreamOptions options)
    {
        options.Validate();
        Name = name;
        Options = options;
        _createSource = createSource;
        _life = new LifeCycle($"the stream '{name}'");
        _userCode = new UserCode($"the stream '{name}'", options.Logger);
        _run = OpenRun();
        Watch = new HealthWatch(this, _userCode);
        StreamMetrics.Add(this);
    }

    /// <summary>Raised on a control thread when <see cref="Health"/> has changed, within 0.2 s.</summary>
    public event EventHandler<StreamHealthEventArgs>? HealthChanged;

    /// <summary>
    /// Raised on a control thread when a subscription's lag rises above or falls below a threshold; at most once a second per subscription.
    /// </summary>
    public event EventHandler<PressureEventArgs>? PressureChanged;

    /// <summary>The address the stream was opened with, or its given name.</summary>
    public string Name { get; }

    /// <summary>Capture options.</summary>
    public StreamOptions Options { get; }

    /// <summary>Sample rate and channels of every chunk.</summary>
    public AudioFormat Format => Run.Ring.Format;

    /// <summary>One-line description of the captured source.</summary>
    public string Description => Run.Source.Description;

    /// <summary>Current life-cycle state.</summary>
    public LifeState State => _life.State;

    /// <summary>Current health.</summary>
    public StreamHealth Health => Watch.Judge();

    /// <summary>
    /// The error that ended the stream, or the reason why the last attempt to reopen a lost source failed; <see langword="null"/> if
    /// there is none.
    /// </summary>
    public AudioException? Failure => Run.Loop is var loop ? loop.Failure ?? loop.LastReopenError : null;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not requested.</summary>
    public string? PriorityRefusal => Run.PriorityRefusal;

    /// <summary>
    /// Number of exceptions thrown by event handlers or by the source's interruption or disposal. They do not end the stream.
    /// </summary>
    public long HandlerFaults => _userCode.Faults;

    /// <summary>
    /// The first exception counted in <see cref="HandlerFaults"/>, with its stack trace; <see langword="null"/> if there was none.
    /// </summary>
    public Exception? FirstHandlerFault => _userCode.FirstFault;

    /// <summary>Completes when the capture of the current run has ended: end of the source, a failure, or <see cref="Stop"/>.</summary>
    public Task Ended => Run.Ended;

    /// <summary>The subscriptions that have not been disposed.</summary>
    public IReadOnlyList<Subscription> Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>
    /// All open readers of the current run: those of <see cref="Subscriptions"/>, pull readers and enumerations. A snapshot.
    /// </summary>
    public IReadOnlyList<RingReader> Readers => Run.Ring.Readers;

    /// <summary>Statistics of the current run.</summary>
    public StreamStatistics Statistics => StreamStatistics.Of(Run);

    internal StreamRun Run => Volatile.Read(ref _run);

    internal HealthWatch Watch { get; }

    /// <summary>Opens the source of an address. Call <see cref="Start"/> soon after to begin the capture.</summary>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="options">Capture options; <see langword="null"/> uses the defaults.</param>
    /// <param name="system">Opens the address; <see langword="null"/>: only the core's built-in schemes.</param>
    /// <exception cref="AudioException">The address is invalid or its source cannot be opened.</exception>
    public static AudioStream Open(string address, StreamOptions? options = null, AudioSystem? system = null)
    {
        options ??= new StreamOptions();
        system ??= new AudioSystem();
        var parsed = system.Parse(address);
        var request = options.ToSourceRequest();
        return new AudioStream(address, () => system.CreateSource(parsed, request), options);
    }

    /// <summary>Opens a custom source.</summary>
    /// <param name="name">The name shown in statistics.</param>
    /// <param name="createSource">Creates the source, once per run.</param>
    /// <param name="options">Capture options; <see langword="null"/> uses the defaults.</param>
    public static AudioStream Open(string name, Func<IAudioSource> createSource, StreamOptions? options = null) =>
        new(name, createSource, options ?? new StreamOptions());

    /// <summary>
    /// Starts capturing. After a stop or the end of the source, starts a new run with a new timeline. Subscriptions receive every run;
    /// pull readers, enumerations and recorders belong to the run in which they were opened. Of several concurrent calls, one succeeds.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream is running.</exception>
    /// <exception cref="OperationCanceledException">It was stopped or disposed during the call.</exception>
    /// <exception cref="AudioException">The source cannot be opened again.</exception>
    public void Start()
    {
        var generation = _life.BeginStart();
        try
        {
            var run = Run;
            if (run.IsStarted || run.IsEnded) run = Next(run, generation);
            run.Generation = generation;
            Watch.Begin();
            if (!run.Start($"capture {Name}")) throw Stopped();
        }
        catch
        {
            _life.End(generation);
            throw;
        }
    }

    /// <summary>
    /// Stops capturing and delivers the pending chunks to every consumer. Returns within <see cref="StopBudget"/>; a slower consumer
    /// continues to receive its pending chunks, see <see cref="Subscription.Drained"/>.
    /// </summary>
    /// <returns>Whether the capture ended and every subscription received all chunks in time.</returns>
    public bool Stop()
    {
        var generation = _life.BeginStop();
        var run = RequestStop();
        var ended = EndRun(run, run.WaitForEnd(CaptureStopBudget), generation);
        var drained = Task.WaitAll([.. Subscriptions.Select(s => s.DrainedOf(run.Number))], StopBudget - CaptureStopBudget);
        return ended && drained;
    }

    /// <summary>
    /// Stops capturing like <see cref="Stop"/>, and waits without a limit until every subscription has received its pending chunks.
    /// </summary>
    /// <returns>Whether the capture ended normally; <see langword="false"/> if its thread hangs in a driver and was abandoned.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the stream is stopped anyway.</exception>
    public async Task<bool> StopAsync(CancellationToken cancellation = default)
    {
        var generation = _life.BeginStop();
        var run = RequestStop();
        var ended = EndRun(run, await Within(CaptureStopBudget, run.IsStarted ? run.Ended : Task.CompletedTask).ConfigureAwait(false),
            generation);
        await Task.WhenAll(Subscriptions.Select(s => s.DrainedOf(run.Number))).WaitAsync(cancellation).ConfigureAwait(false);
        return ended;
    }

    /// <summary>
    /// Calls <paramref name="handler"/> with every new chunk, on a thread of its own, until the subscription or the stream is disposed.
    /// </summary>
    /// <param name="handler">Called with each chunk, one call at a time.</param>
    /// <param name="options">
    /// Name, maximum lag, history; <see langword="null"/> for the defaults, under the name <c>callback</c>. The clock is that of the
    /// stream.
    /// </param>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public Subscription Subscribe(ChunkHandler handler, RingReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(new Subscription(this, handler, options ?? Subscription.DefaultOptions));
    }

    /// <summary>Opens a reader to pull new chunks.</summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public ChunkReader OpenReader(RingReaderOptions? options = null) =>
        OnRun(run => new ChunkReader(run.Ring, (options ?? RingReaderOptions.Default) with { Clock = Options.Clock }));

    /// <summary>
    /// Enumerates all chunks from the start of the enumeration to the end of the run. A chunk is valid until the next one is requested.
    /// After a wait, the consumer's code runs on a thread of the enumeration, so it may be slow.
    /// </summary>
    public IAsyncEnumerable<AudioChunk> ReadChunksAsync(RingReaderOptions? options = null, CancellationToken cancellation = default) =>
        new ChunkSequence(() => OpenReader(options), cancellation);

    /// <summary>
    /// Stops, ends all subscriptions and disposes the source. Pending chunks are counted as <see cref="GapReason.Stopped"/>. Returns
    /// within <see cref="StopBudget"/>; further calls return at once.
    /// </summary>
    public void Dispose()
    {
        if (!_life.BeginDispose()) return;
        Stop();
        Free();
    }

    /// <summary>Asynchronous version of <see cref="Dispose"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_life.BeginDispose()) return;
        await Within(StopBudget, StopAsync()).ConfigureAwait(false);
        Free();
    }

    /// <summary>Adds a subscription and attaches it to the current run.</summary>
    internal Subscription Add(Subscription subscription)
    {
        _life.ThrowIfDisposed();
        lock (_subscriptionsLock) Volatile.Write(ref _subscriptions, [.. _subscriptions, subscription]);
        try
        {
            OnRun(run =>
            {
                subscription.Attach(run);
                return true;
            });
            _life.ThrowIfDisposed(); // otherwise it was added too late to end with the others
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    internal void Remove(Subscription subscription)
    {
        lock (_subscriptionsLock) Volatile.Write(ref _subscriptions, [.. _subscriptions.Where(s => s != subscription)]);
    }

    internal void RaiseHealthChanged(StreamHealthEventArgs e) => _userCode.Raise(HealthChanged, this, e);

    internal void RaisePressureChanged(PressureEventArgs e) => _userCode.Raise(PressureChanged, this, e);

    private static async Task<bool> Within(TimeSpan time, Task task) =>
        await Task.WhenAny(task, Task.Delay(time)).ConfigureAwait(false) == task;

    private void Free()
    {
        StreamMetrics.Remove(this);
        Watch.Dispose();
        foreach (var subscription in Subscriptions) subscription.Dispose();
        StreamRun run;
        lock (_runLock) run = _run;
        run.Dispose();
    }
}

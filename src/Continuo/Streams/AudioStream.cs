using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// A running source with its ring. One capture thread writes; callbacks, <c>await foreach</c>, pull readers, recorders and
/// replays follow, each at its own pace, all at once:
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
/// properties tell of the last run, and methods throw <see cref="ObjectDisposedException"/>, except <see cref="Stop"/>, which has nothing
/// to do.
/// </remarks>
public sealed class AudioStream : IDisposable, IAsyncDisposable
{
    /// <summary>Within this time <see cref="Stop"/> returns, whatever sources and consumers do.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan CaptureStopBudget = StopBudget / 2;

    private readonly Func<IAudioSource> _createSource;
    private readonly LifeCycle _life;
    private readonly UserCode _userCode;
    private readonly Lock _subscriptionsLock = new();
    private readonly Lock _runLock = new(); // guards the change of the run; held for that alone
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
    /// Raised on a control thread when a subscription's lag passes a threshold or falls back, at most once a second for each.
    /// </summary>
    public event EventHandler<PressureEventArgs>? PressureChanged;

    /// <summary>The address it was opened with, or the name given.</summary>
    public string Name { get; }

    /// <summary>How it captures.</summary>
    public StreamOptions Options { get; }

    /// <summary>Sample rate and channels of every chunk.</summary>
    public AudioFormat Format => Run.Ring.Format;

    /// <summary>One-line description: what is being captured.</summary>
    public string Description => Run.Source.Description;

    /// <summary>Whether it is started or stopped.</summary>
    public LifeState State => _life.State;

    /// <summary>What state the stream is in, as of now.</summary>
    public StreamHealth Health => Watch.Judge();

    /// <summary>What ended the stream, if it failed; or why a lost source cannot be opened again at present.</summary>
    public AudioException? Failure => Run.Loop is var loop ? loop.Failure ?? loop.LastReopenError : null;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not asked for.</summary>
    public string? PriorityRefusal => Run.PriorityRefusal;

    /// <summary>
    /// Number of times handlers of the events, or the source's interruption or disposal, have thrown. None of that ends anything.
    /// </summary>
    public long HandlerFaults => _userCode.Faults;

    /// <summary>What they threw first, with its stack.</summary>
    public Exception? FirstHandlerFault => _userCode.FirstFault;

    /// <summary>Completed when the present run's capture has ended: its source's end, a failure, or <see cref="Stop"/>.</summary>
    public Task Ended => Run.Ended;

    /// <summary>The subscriptions that are not disposed.</summary>
    public IReadOnlyList<Subscription> Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>What has been captured in the present run.</summary>
    public StreamStatistics Statistics => StreamStatistics.Of(Run);

    internal StreamRun Run => Volatile.Read(ref _run);

    internal HealthWatch Watch { get; }

    /// <summary>Opens the source of an address. Capture begins with <see cref="Start"/>, which should follow soon.</summary>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="options">How to capture.</param>
    /// <param name="system">Who opens what; <see langword="null"/>: the core's own kinds of address only.</param>
    /// <exception cref="AudioException">The address is wrong or its source cannot be opened.</exception>
    public static AudioStream Open(string address, StreamOptions? options = null, AudioSystem? system = null)
    {
        options ??= new StreamOptions();
        system ??= new AudioSystem();
        var parsed = system.Parse(address);
        var request = options.ToSourceRequest();
        return new AudioStream(address, () => system.CreateSource(parsed, request), options);
    }

    /// <summary>Opens a source of one's own.</summary>
    /// <param name="name">The name shown in statistics.</param>
    /// <param name="createSource">Makes the source, once for every run.</param>
    /// <param name="options">How to capture.</param>
    public static AudioStream Open(string name, Func<IAudioSource> createSource, StreamOptions? options = null) =>
        new(name, createSource, options ?? new StreamOptions());

    /// <summary>
    /// Starts capturing; after a stop, or when the source has come to its end, starts a new run with a new timeline. Subscriptions take
    /// part in every run;
    /// pull readers, enumerations and recorders belong to the run they were opened in. Of several starts at once, one succeeds.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
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
    /// Stops capturing and lets every consumer have what is pending. Returns within <see cref="StopBudget"/>; a consumer that
    /// needs longer goes on with what is pending, see <see cref="Subscription.Drained"/>.
    /// </summary>
    /// <returns>Whether capture ended and every subscription got everything in time.</returns>
    public bool Stop()
    {
        var generation = _life.BeginStop();
        var run = RequestStop();
        var ended = EndRun(run, run.WaitForEnd(CaptureStopBudget), generation);
        var drained = Task.WaitAll([.. Subscriptions.Select(s => s.DrainedOf(run.Number))], StopBudget - CaptureStopBudget);
        return ended && drained;
    }

    /// <summary>
    /// Stops capturing, as <see cref="Stop"/> does, and waits until every subscription has got what is pending, however long that takes.
    /// </summary>
    /// <returns>Whether capture ended in order; <see langword="false"/> if its thread hangs in a driver and was given up.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the stream is stopped all the same.</exception>
    public async Task<bool> StopAsync(CancellationToken cancellation = default)
    {
        var generation = _life.BeginStop();
        var run = RequestStop();
        var ended = EndRun(run, await Within(CaptureStopBudget, run.IsStarted ? run.Ended : Task.CompletedTask).ConfigureAwait(false), generation);
        await Task.WhenAll(Subscriptions.Select(s => s.DrainedOf(run.Number))).WaitAsync(cancellation).ConfigureAwait(false);
        return ended;
    }

    /// <summary>
    /// Calls <paramref name="handler"/> with every chunk from now on, on a thread of its own, until the subscription or the stream is
    /// disposed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public Subscription Subscribe(ChunkHandler handler, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(new Subscription(this, handler, options ?? new SubscriptionOptions()));
    }

    /// <summary>Opens a reader to pull chunks with, from now on.</summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public ChunkReader OpenReader(RingReaderOptions? options = null) =>
        OnRun(run => new ChunkReader(run.Ring, (options ?? RingReaderOptions.Default) with { Clock = Options.Clock }));

    /// <summary>
    /// All chunks from the beginning of the enumeration to the end of the run. A chunk is valid until the next is asked for. The
    /// consumer's code
    /// runs on the enumeration's own thread whenever it has waited, and may be slow.
    /// </summary>
    public IAsyncEnumerable<AudioChunk> ReadChunksAsync(RingReaderOptions? options = null, CancellationToken cancellation = default) =>
        new ChunkSequence(() => OpenReader(options), cancellation);

    /// <summary>
    /// Stops, ends all subscriptions and frees the source. What is pending then is counted as <see cref="GapReason.Stopped"/>. Returns
    /// within <see cref="StopBudget"/>;
    /// of several calls, those after the first return at once.
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

    /// <summary>Adds a subscription and lets it take part in the present run.</summary>
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
            _life.ThrowIfDisposed(); // else it was added too late to be ended with the others
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

    /// <summary>Calls <paramref name="follower"/> with the present run, and with every run before it starts.</summary>
    internal void Follow(Action<StreamRun> follower)
    {
        _life.ThrowIfDisposed();
        lock (_subscriptionsLock) Volatile.Write(ref _followers, [.. _followers, follower]);
        OnRun(run =>
        {
            follower(run);
            return true;
        });
    }

    internal void Unfollow(Action<StreamRun> follower)
    {
        lock (_subscriptionsLock) Volatile.Write(ref _followers, [.. _followers.Where(f => f != follower)]);
    }

    internal void RaiseHealthChanged(StreamHealthEventArgs e) => _userCode.Raise(HealthChanged, this, e);

    internal void RaisePressureChanged(PressureEventArgs e) => _userCode.Raise(PressureChanged, this, e);

    private static async Task<bool> Within(TimeSpan time, Task task) => await Task.WhenAny(task, Task.Delay(time)).ConfigureAwait(false) == task;

    private OperationCanceledException Stopped() => new($"The stream '{Name}' was stopped while it was being started.");

    /// <summary>Opens the run that follows, unless a stop comes meanwhile.</summary>
    private StreamRun Next(StreamRun last, long generation)
    {
        var next = OpenRun();
        bool isWanted;
        lock (_runLock)
        {
            isWanted = _life.IsRunning(generation);
            if (isWanted) Volatile.Write(ref _run, next);
        }

        if (!isWanted)
        {
            next.Dispose();
            throw Stopped();
        }

        last.Dispose();
        foreach (var subscription in Subscriptions) subscription.Attach(next);
        foreach (var follower in Volatile.Read(ref _followers)) follower(next);
        return next;
    }

    private StreamRun OpenRun()
    {
        var source = _createSource();
        Volatile.Write(ref _opening, source);
        try
        {
            return new StreamRun(Interlocked.Increment(ref _runs), source, Options, _userCode, run => _life.End(run.Generation));
        }
        catch
        {
            _userCode.Try(source.Dispose, "The source's disposal");
            throw;
        }
        finally
        {
            Interlocked.CompareExchange(ref _opening, null, source);
        }
    }

    /// <summary>Tells the present run to end, and a source that is being opened for the next one.</summary>
    private StreamRun RequestStop()
    {
        StreamRun run;
        lock (_runLock) run = _run; // after one that is just being put in place: a later one sees the stop
        if (Volatile.Read(ref _opening) is { } opening) _userCode.Try(opening.Interrupt, "The source's interruption");
        run.RequestStop();
        return run;
    }

    private bool EndRun(StreamRun run, bool ended, long generation)
    {
        if (!ended || !run.IsStarted) run.Abandon();
        _life.End(generation);
        return ended;
    }

    /// <summary>Does something with the present run, or with the next one if that takes its place meanwhile.</summary>
    private T OnRun<T>(Func<StreamRun, T> use)
    {
        while (true)
        {
            _life.ThrowIfDisposed();
            var run = Run;
            try
            {
                return use(run);
            }
            catch (ObjectDisposedException) when (run != Run || _life.IsDisposed)
            {
                // Its ring has gone with it.
            }
        }
    }

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

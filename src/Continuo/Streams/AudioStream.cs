using Continuo.Audio;
using Continuo.Rings;
using Continuo.Sources;

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
/// <remarks>All members are thread-safe; none is real-time-safe, except reading statistics.</remarks>
public sealed class AudioStream : IDisposable
{
    /// <summary>Within this time <see cref="Stop"/> returns, whatever sources and consumers do.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan CaptureStopBudget = StopBudget / 2;

    private readonly Func<IAudioSource> _createSource;
    private readonly Lock _subscriptionsLock = new();
    private Subscription[] _subscriptions = [];
    private Action<StreamRun>[] _followers = [];
    private StreamRun _run;
    private bool _disposed;

    private AudioStream(string name, Func<IAudioSource> createSource, StreamOptions options)
    {
        options.Validate();
        Name = name;
        Options = options;
        _createSource = createSource;
        _run = OpenRun();
        Watch = new HealthWatch(this);
        StreamMetrics.Add(this);
    }

    /// <summary>Raised on a control thread when <see cref="Health"/> has changed, within 0.2 s.</summary>
    public event EventHandler<StreamHealthEventArgs>? HealthChanged;

    /// <summary>Raised on a control thread when a subscription's lag passes a threshold or falls back, at most once a second for each.</summary>
    public event EventHandler<PressureEventArgs>? PressureChanged;

    /// <summary>The address it was opened with, or the name given.</summary>
    public string Name { get; }

    /// <summary>How it captures.</summary>
    public StreamOptions Options { get; }

    /// <summary>Rate and channels of every chunk.</summary>
    public AudioFormat Format => _run.Ring.Format;

    /// <summary>One line for people: what is being captured.</summary>
    public string Description => _run.Source.Description;

    /// <summary>What state the stream is in, as of now.</summary>
    public StreamHealth Health => Watch.Judge();

    /// <summary>What ended the stream, if it failed; or why a lost source cannot be opened again at present.</summary>
    public AudioException? Failure => _run.Loop.Failure ?? _run.Loop.Trouble;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not asked for.</summary>
    public string? PriorityRefusal => _run.PriorityRefusal;

    /// <summary>Completed when the present run's capture has ended: its source's end, a failure, or <see cref="Stop"/>.</summary>
    public Task Ended => _run.Ended;

    /// <summary>The subscriptions that are not disposed.</summary>
    public IReadOnlyList<Subscription> Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>What has been captured in the present run.</summary>
    public StreamStatistics Statistics => StreamStatistics.Of(_run);

    internal StreamRun Run => _run;

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
        var parsed = AudioAddress.Parse(address);
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
    /// Starts capturing; after a stop, or when the source has come to its end, starts a new run with a new timeline. Subscriptions take part in every run;
    /// pull readers and enumerations belong to the run they were opened in.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
    /// <exception cref="AudioException">The source cannot be opened again.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var run = _run;
        if (run.IsEnded)
        {
            var next = OpenRun();
            if (Interlocked.CompareExchange(ref _run, next, run) != run)
            {
                next.Dispose();
                throw Running();
            }

            run.Dispose();
            run = next;
            foreach (var subscription in Subscriptions) subscription.Attach(run.Ring);
            foreach (var follower in Volatile.Read(ref _followers)) follower(run);
        }
        else if (run.IsStarted)
        {
            throw Running();
        }

        Watch.Begin();
        run.Start($"capture {Name}");
    }

    /// <summary>
    /// Stops capturing and lets every consumer have what is pending. Returns within <see cref="StopBudget"/>; a consumer that
    /// needs longer goes on with what is pending, see <see cref="Subscription.Drained"/>.
    /// </summary>
    /// <returns>Whether capture ended and every subscription got everything in time.</returns>
    public bool Stop()
    {
        var run = _run;
        run.RequestStop();
        var ended = run.WaitForEnd(CaptureStopBudget);
        if (!ended || !run.IsStarted) run.Abandon();
        var drained = Task.WaitAll([.. Subscriptions.Select(s => s.Drained)], StopBudget - CaptureStopBudget);
        return ended && drained;
    }

    /// <summary>Calls <paramref name="handler"/> with every chunk from now on, on a thread of its own, until the subscription or the stream is disposed.</summary>
    public Subscription Subscribe(ChunkHandler handler, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var subscription = new Subscription(this, handler, options ?? new SubscriptionOptions(), Options.Clock);
        lock (_subscriptionsLock) Volatile.Write(ref _subscriptions, [.. _subscriptions, subscription]);
        subscription.Attach(_run.Ring);
        return subscription;
    }

    /// <summary>Opens a reader to pull chunks with, from now on.</summary>
    public ChunkReader OpenReader(RingReaderOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ChunkReader(_run.Ring, (options ?? RingReaderOptions.Default) with { Clock = Options.Clock });
    }

    /// <summary>
    /// All chunks from the beginning of the enumeration to the end of the run. A chunk is valid until the next is asked for. The consumer's code
    /// runs on the enumeration's own thread whenever it has waited, and may be slow.
    /// </summary>
    public IAsyncEnumerable<AudioChunk> ReadChunksAsync(RingReaderOptions? options = null, CancellationToken cancellation = default) =>
        new ChunkSequence(() => OpenReader(options), cancellation);

    /// <summary>Stops, ends all subscriptions and frees the source. What is pending then is counted as <see cref="GapReason.Stopped"/>.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        Stop();
        _disposed = true;
        StreamMetrics.Remove(this);
        Watch.Dispose();
        foreach (var subscription in Subscriptions) subscription.Dispose();
        _run.Dispose();
    }

    internal void Remove(Subscription subscription)
    {
        lock (_subscriptionsLock) Volatile.Write(ref _subscriptions, [.. _subscriptions.Where(s => s != subscription)]);
    }

    /// <summary>Calls <paramref name="follower"/> with the present run, and with every run before it starts.</summary>
    internal void Follow(Action<StreamRun> follower)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_subscriptionsLock) Volatile.Write(ref _followers, [.. _followers, follower]);
        follower(_run);
    }

    internal void Unfollow(Action<StreamRun> follower)
    {
        lock (_subscriptionsLock) Volatile.Write(ref _followers, [.. _followers.Where(f => f != follower)]);
    }

    internal void RaiseHealthChanged(StreamHealthEventArgs e) => HealthChanged?.Invoke(this, e);

    internal void RaisePressureChanged(PressureEventArgs e) => PressureChanged?.Invoke(this, e);

    private StreamRun OpenRun()
    {
        var source = _createSource();
        try
        {
            return new StreamRun(source, Options);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private InvalidOperationException Running() => new($"The stream '{Name}' is running; stop it before starting it again.");
}

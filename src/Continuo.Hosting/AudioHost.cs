using System.Diagnostics.Metrics;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Hosting.Configuration;
using Continuo.Hosting.Entries;
using Continuo.Hosting.Watching;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Hosting;

/// <summary>
/// Owns a program's named streams, players and recordings: starts them together, stops them in order, reports their state at one moment
/// and every change of it.
/// <code>
/// await using var host = new AudioHost();
/// host.OpenStream("browser", "app:firefox");
/// host.StartRecording("take", "browser", "take.wav");
/// host.Start();
/// await foreach (var change in host.WatchAsync(stop)) Console.WriteLine($"{change.Version} {change.Kind} {change.Name}");
/// </code>
/// </summary>
/// <remarks>
/// All members are thread-safe, in every state (<see cref="LifeState"/>; it is started once); none is real-time-safe. What is opened
/// before <see cref="Start"/> starts with it, what is
/// opened later starts at once. After disposal, methods throw <see cref="ObjectDisposedException"/>, except stopping and disposing.
/// </remarks>
public sealed partial class AudioHost : IAsyncDisposable, IDisposable
{
    private readonly AudioHostOptions _options;
    private readonly LifeCycle _life = new("the audio host", isStartedOnce: true);
    private readonly UserCode _userCode;
    // guards names, states, the version and the watchers' queues; never held while anything is opened, stopped, logged or awaited
    private readonly Lock _gate = new();
    private readonly NameTable<StreamEntry> _streams = new("stream");
    private readonly NameTable<PlayerEntry> _players = new("player");
    private readonly NameTable<RecordingEntry> _recordings = new("recording");
    private readonly HostMetrics _metrics;
    private long _version;

    /// <summary>Creates a host that owns nothing yet.</summary>
    /// <param name="system">Opens addresses; <see langword="null"/>: all schemes of Continuo
    /// (<see cref="AudioSystemExtensions.UseAll"/>).</param>
    /// <param name="options"><see langword="null"/>: the defaults.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public AudioHost(AudioSystem? system = null, AudioHostOptions? options = null)
        : this(system, options, null)
    {
    }

    internal AudioHost(AudioSystem? system, AudioHostOptions? options, IMeterFactory? meters)
    {
        _options = options ?? new AudioHostOptions();
        _options.Validate();
        AudioSystem = system ?? new AudioSystem().UseAll();
        _userCode = new UserCode("the audio host", _options.Logger);
        _metrics = new HostMetrics(this, meters);
    }

    /// <summary>The system that opens addresses.</summary>
    public AudioSystem AudioSystem { get; }

    /// <summary>Current life-cycle state.</summary>
    public LifeState State => _life.State;

    /// <summary>The number of the last event.</summary>
    public long Version
    {
        get
        {
            lock (_gate) return _version;
        }
    }

    /// <summary>Starts the streams, then the outputs of the players.</summary>
    /// <exception cref="AudioException">A stream or output cannot be started; the host is then stopped.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        var generation = _life.BeginStart();
        try
        {
            StreamEntry[] streams;
            PlayerEntry[] players;
            lock (_gate)
            {
                streams = [.. _streams.Entries.Where(s => !s.IsStartClaimed)];
                players = [.. _players.Entries.Where(p => !p.IsStartClaimed)];
                foreach (var stream in streams) stream.IsStartClaimed = true;
                foreach (var player in players) player.IsStartClaimed = true;
            }

            OpusCodec.LogImplementation(_options.Logger);
            foreach (var stream in streams) StartStream(stream);
            foreach (var player in players) StartOutput(player);
        }
        catch
        {
            StopAsync().GetAwaiter().GetResult();
            _life.End(generation);
            throw;
        }
    }

    /// <summary>
    /// Stops in order: players, then streams, then recordings, which get the last captured frame and finish their files. Nothing can be
    /// added afterwards. May be called at any time and repeatedly.
    /// </summary>
    /// <param name="cancellation">Interrupts sinks that take too long; audio written before is kept. The method then returns within about
    /// a second and does not throw.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        var generation = _life.BeginStop();
        StreamEntry[] streams;
        PlayerEntry[] players;
        RecordingEntry[] recordings;
        lock (_gate)
        {
            streams = [.. _streams.Entries];
            players = [.. _players.Entries];
            recordings = [.. _recordings.Entries];
        }

        await EndAsync(players.Select(p => p.Playback.StopAsync(cancellation)), cancellation).ConfigureAwait(false);
        CheckPlayers();
        await EndAsync(streams.Select(s => s.Stream.StopAsync(cancellation)), cancellation).ConfigureAwait(false);
        await EndAsync(recordings.Select(r => FinishAsync(r, cancellation)), cancellation).ConfigureAwait(false);
        _life.End(generation);
    }

    /// <summary>Returns the state of all streams, players and recordings at one moment.</summary>
    public HostSnapshot Snapshot()
    {
        _life.ThrowIfDisposed();
        lock (_gate) return TakeSnapshot();
    }

    /// <summary><see cref="DisposeAsync"/>, blocking.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Stops as <see cref="StopAsync"/> does, within <see cref="AudioHostOptions.StopTimeout"/> and a second or two, frees everything and
    /// ends all enumerations of <see cref="WatchAsync"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!_life.BeginDispose()) return;
        using (var timeout = new CancellationTokenSource(_options.StopTimeout)) await StopAsync(timeout.Token).ConfigureAwait(false);
        StreamEntry[] streams;
        PlayerEntry[] players;
        RecordingEntry[] recordings;
        lock (_gate)
        {
            streams = [.. _streams.Entries];
            players = [.. _players.Entries];
            recordings = [.. _recordings.Entries];
        }

        _timer?.Dispose();
        foreach (var recording in recordings) await recording.Recorder.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(players.Select(p => p.CloseAsync())).ConfigureAwait(false);
        await Task.WhenAll(streams.Select(s => s.Stream.DisposeAsync().AsTask())).ConfigureAwait(false);
        _metrics.Dispose();
        CloseWatches();
    }

    /// <summary>Waits until all have ended; after a cancellation not much longer. Exceptions are counted and logged.</summary>
    private async Task EndAsync(IEnumerable<Task> tasks, CancellationToken cancellation)
    {
        try
        {
            var all = Task.WhenAll(tasks);
            using var hang = new CancellationTokenSource();
            await using (cancellation.UnsafeRegister(static h => ((CancellationTokenSource)h!).CancelAfter(AudioStream.StopBudget),
                hang).ConfigureAwait(false))
            {
                await all.WaitAsync(hang.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Cancelled: a hanging thread is abandoned.
        }
        catch (Exception e)
        {
            _userCode.Count(e, "Stopping");
        }
    }

    private HostSnapshot TakeSnapshot() => new(
        _version,
        _options.Time.GetUtcNow(),
        [.. _streams.Entries.Select(s => s.ToSnapshot())],
        [.. _players.Entries.Select(p => p.ToSnapshot())],
        [.. _recordings.Entries.Select(r => r.ToSnapshot())]);

    /// <summary>Reserves a name; under the gate, so that nothing is added to a host that is stopping.</summary>
    private void Reserve<T>(NameTable<T> table, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            ThrowIfStopping();
            table.Reserve(name);
        }
    }

    /// <summary>
    /// Adds an entry: reserves its name, creates it outside the gate, and lists it under the gate. If either fails, the name is free again
    /// and what was created is released.
    /// </summary>
    /// <param name="table">Entries of the kind.</param>
    /// <param name="name">Its name in the host.</param>
    /// <param name="create">Creates the entry. May take long and throw.</param>
    /// <param name="list">Publishes the addition; under the gate.</param>
    private T Add<T>(NameTable<T> table, string name, Func<T> create, Action<T> list)
        where T : class, IEntry
    {
        Reserve(table, name);
        T? entry = null;
        try
        {
            entry = create();
            lock (_gate)
            {
                ThrowIfStopping();
                table.Set(name, entry);
                list(entry);
            }

            return entry;
        }
        catch
        {
            lock (_gate) table.Remove(name);
            entry?.Release();
            throw;
        }
    }

    private void ThrowIfStopping()
    {
        _life.ThrowIfDisposed();
        if (State is LifeState.Stopping or LifeState.Stopped)
        {
            throw new InvalidOperationException("The audio host has been stopped and cannot be restarted. Create another.");
        }
    }
}

using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Threading;

namespace Continuo.Live;

/// <summary>
/// Reads many sources for one mix in parallel: a fixed set of audio threads reads each source's next block before it is due, so the mixing
/// thread only adds finished blocks. The mixing thread reads sources that no worker has claimed, but never waits: a block that is not ready
/// is concealed and counted by its track.
/// </summary>
/// <remarks>
///  The mixing thread begins a round: it writes the number of the block to read and resets the claim counter. A worker claims a source by
/// incrementing that counter, so each source is read once per round; no locks, no allocations. A claim that outlasts its round is harmless:
/// reading a source means to bring it up to the current round, and only one thread at a time does it.
/// </remarks>
internal sealed class ParallelDecodePool : IDisposable
{
    private const long CheckIntervalNanoseconds = 100_000_000;
    private const int HelpShare = 4;

    private readonly Lock _control = new(); // for controlling threads only
    private readonly PullOptions _options;
    private readonly AudioFormat _format;
    private readonly Thread[] _threads;
    private readonly WakeSignal[] _wakes;
    private readonly float[] _block;
    private readonly long _helpNanoseconds;
    private PulledInput[] _inputs = [];
    private PulledInput[] _ofRound = [];
    private int _claims;
    private long _round = -1;
    private long _tick;
    private long _turn; // odd while the mixing thread uses the inputs
    private bool _started;
    private volatile bool _stopped;

    /// <summary>Creates the threads; <see cref="Start"/> starts them.</summary>
    /// <param name="format">Format of the mix; sources have its rate, and its channel count or one.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public ParallelDecodePool(AudioFormat format, PullOptions? options = null)
    {
        _options = options ?? new PullOptions();
        _options.Validate();
        _format = format;
        _block = new float[_options.BlockFrames * format.Channels];
        _helpNanoseconds = format.ToNanoseconds(_options.BlockFrames) / HelpShare;
        _threads = new Thread[_options.Workers];
        _wakes = new WakeSignal[_options.Workers];
        for (var i = 0; i < _threads.Length; i++)
        {
            var number = i;
            _wakes[i] = new WakeSignal();
            _threads[i] = new Thread(() => Run(number)) { IsBackground = true, Name = $"pull {i + 1}" };
        }
    }

    /// <summary>The inputs, in the order they were added. A snapshot; thread-safe.</summary>
    public IReadOnlyList<PulledInput> Inputs => Volatile.Read(ref _inputs);

    /// <summary>Number of worker threads.</summary>
    public int Count => _threads.Length;

    /// <summary>Why a worker has no real-time priority; <see langword="null"/> if all have it, or have not started.</summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>Number of the block to read.</summary>
    [RealTime]
    internal long Round => Volatile.Read(ref _round);

    /// <summary>Starts the threads. Thread-safe.</summary>
    /// <exception cref="InvalidOperationException">They have been started.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public void Start()
    {
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_started) throw new InvalidOperationException("The decode workers are already running. Start them once.");
            _started = true;
            foreach (var thread in _threads) thread.Start();
        }
    }

    /// <summary>
    /// Adds a source. The caller keeps ownership and must not read it until the input has been disposed. Thread-safe; allocates.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>: its format does not fit the track or the mix.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public PulledInput Add(IPulledSource source, MixTrack track)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(track);
        if (source.Format.SampleRate != _format.SampleRate || source.Format.Channels != track.Channels || track.Channels > _format.Channels)
        {
            throw new AudioException(AudioErrorCode.Unsupported, $"a source of {source.Format} for track '{track.Name}'",
                $"the mix is {_format}, and the track takes {track.Channels} channels",
                "Add a track with the source's channels, and resample the source");
        }

        var input = new PulledInput(this, source, track, _options);
        lock (_control)
        {
            if (!_stopped)
            {
                Volatile.Write(ref _inputs, [.. _inputs, input]);
                return input;
            }
        }

        input.Release();
        throw new ObjectDisposedException(nameof(ParallelDecodePool));
    }

    /// <summary>
    /// Delivers the current block to the tracks and requests the next. Call from the mixing thread, once before each
    /// <see cref="Mixer.Render"/>. Real-time-safe: does not wait or allocate; makes one system call per sleeping worker.
    /// </summary>
    [RealTime]
    public void Deliver()
    {
        Interlocked.Increment(ref _turn); // a full fence: the inputs are read after it
        try
        {
            Help();
            var inputs = Volatile.Read(ref _inputs);
            foreach (var input in inputs) input.Deliver(_tick, _block.AsSpan(0, _options.BlockFrames * input.Track.Channels));
            BeginRound(inputs);
        }
        finally
        {
            Volatile.Write(ref _turn, _turn + 1);
        }
    }

    /// <summary>
    /// Stops the threads and removes all inputs; the sources are not disposed. Waits for reads and a <see cref="Deliver"/> in progress; a
    /// later one finds no inputs. Thread-safe and idempotent.
    /// </summary>
    public void Dispose()
    {
        PulledInput[] inputs;
        lock (_control)
        {
            _stopped = true;
            inputs = _inputs;
            Volatile.Write(ref _inputs, []);
        }

        foreach (var wake in _wakes) wake.Dispose();
        foreach (var thread in _threads)
        {
            if (thread.IsAlive) thread.Join();
        }

        WaitForTurn();
        foreach (var input in inputs) input.Release();
    }

    /// <summary>Removes an input; on return the mixing thread no longer uses it. False if it was removed already.</summary>
    internal bool Remove(PulledInput input)
    {
        lock (_control)
        {
            if (!_inputs.Contains(input)) return false;
            Volatile.Write(ref _inputs, [.. _inputs.Where(other => other != input)]);
        }

        WaitForTurn();
        return true;
    }

    /// <summary>Waits until the mixing thread has finished with the previous list of inputs.</summary>
    private void WaitForTurn()
    {
        Interlocked.MemoryBarrier(); // the inputs are written before the turn is read
        var turn = Volatile.Read(ref _turn);
        while ((turn & 1) != 0 && Volatile.Read(ref _turn) == turn) Thread.Sleep(1);
    }

    private void Run(int number)
    {
        // One below the mixing thread, which must not be delayed by workers that read for the next block.
        if (RealTimePriority.TryRaise(below: 1) is { } refusal) PriorityRefusal = refusal;
        var (wake, block) = (_wakes[number], new float[_block.Length]);
        while (!_stopped)
        {
            wake.Wait(CheckIntervalNanoseconds);
            wake.Reset();
            PullAll(block);
        }
    }

    private void PullAll(float[] block)
    {
        while (!_stopped && TryClaim(out var input))
        {
            try
            {
                Pull(input, block);
            }
            catch (Exception e)
            {
                // Boundary of the audio thread: a source that throws is not read again, and nothing else stops.
                input.Failure = e;
            }
        }
    }

    [RealTime]
    private void BeginRound(PulledInput[] inputs)
    {
        _tick++;
        Volatile.Write(ref _ofRound, inputs);
        Volatile.Write(ref _round, _tick + _options.AheadBlocks - 1);
        Interlocked.Exchange(ref _claims, 0); // a full fence: the round is written before a source is claimed for it
        if (inputs.Length == 0) return;
        foreach (var wake in _wakes) wake.Set();
    }

    /// <summary>
    /// Reads the sources that this block needs and no worker has claimed, for at most a quarter of a block; all of them if there are no
    /// workers.
    /// </summary>
    [RealTime]
    private void Help()
    {
        var end = _threads.Length == 0 ? long.MaxValue : _options.Clock.Now + _helpNanoseconds;
        while (_threads.Length == 0 || IsNextUnread())
        {
            if (!TryClaim(out var input)) return;
            Pull(input, _block);
            if (_options.Clock.Now >= end) return;
        }
    }

    [RealTime]
    private bool IsNextUnread()
    {
        var (inputs, next) = (_ofRound, Volatile.Read(ref _claims));
        return next < inputs.Length && inputs[next].IsUnread(_tick);
    }

    [RealTime]
    private void Pull(PulledInput input, float[] block) => input.Pull(block.AsSpan(0, _options.BlockFrames * input.Track.Channels));

    [RealTime]
    private bool TryClaim(out PulledInput input)
    {
        var inputs = Volatile.Read(ref _ofRound);
        if (Volatile.Read(ref _claims) < inputs.Length)
        {
            var claim = Interlocked.Increment(ref _claims) - 1;
            inputs = Volatile.Read(ref _ofRound); // those of the claim's round, or of a later one
            if (claim < inputs.Length)
            {
                input = inputs[claim];
                return true;
            }
        }

        input = null!;
        return false;
    }
}

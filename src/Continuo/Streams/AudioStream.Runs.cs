namespace Continuo.Streams;

/// <content>The runs of a stream: each start after an end has a source, a ring and a timeline of its own.</content>
public sealed partial class AudioStream
{
    /// <summary>Calls <paramref name="follower"/> with the current run, and with every later run before it starts.</summary>
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

    private OperationCanceledException Stopped() => new($"The stream '{Name}' was stopped while it was starting.");

    /// <summary>Opens the next run, unless a stop arrives meanwhile.</summary>
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

    /// <summary>Stops the current run, and a source that is being opened for the next one.</summary>
    private StreamRun RequestStop()
    {
        StreamRun run;
        lock (_runLock) run = _run; // after a run that is just being set: a later one sees the stop
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

    /// <summary>Calls a function with the current run, or with the next one if that replaces it meanwhile.</summary>
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
                // The run's ring was closed meanwhile.
            }
        }
    }
}

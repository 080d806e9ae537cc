using Continuo.Audio;

namespace Continuo.WebRtc.Client;

/// <summary>
/// Connects again in the background, with growing pauses, while the connection that it is to replace is in doubt or has ended. What is
/// refused for good ends the attempts only once the old connection has ended: until then that may answer again. For one thread.
/// </summary>
internal sealed class LinkReplacement : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<ClientLink> _connecting;
    private bool _isTaken;

    /// <summary>Begins to connect.</summary>
    /// <param name="old">The connection to replace.</param>
    /// <param name="connect">Makes a connection.</param>
    /// <param name="firstPause">Pause after the first failure; doubles with each further one.</param>
    /// <param name="longestPause">Longest pause.</param>
    /// <param name="lifetime">Ends the attempts.</param>
    public LinkReplacement(
        ClientLink old,
        Func<CancellationToken, ClientLink> connect,
        TimeSpan firstPause,
        TimeSpan longestPause,
        CancellationToken lifetime)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime);
        var stop = _stop.Token;
        _connecting = Task.Run(() => ConnectAgain(old, connect, firstPause, longestPause, stop), CancellationToken.None);
    }

    /// <summary>Whether <see cref="Take"/> returns or throws at once.</summary>
    public bool IsCompleted => _connecting.IsCompleted;

    /// <summary>The new connection, which is the caller's from now on.</summary>
    /// <exception cref="AudioException">The server refuses.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ClientLink Take()
    {
        var link = _connecting.GetAwaiter().GetResult();
        _isTaken = true;
        return link;
    }

    /// <summary>Ends the attempts. A connection that is there, or comes nevertheless, is closed in the background.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        if (!_isTaken)
        {
            _ = _connecting.ContinueWith(
                static t =>
                {
                    if (t.IsCompletedSuccessfully) t.Result.Dispose();
                    else _ = t.Exception;
                },
                TaskScheduler.Default);
        }

        _stop.Dispose();
    }

    private static ClientLink ConnectAgain(
        ClientLink old, Func<CancellationToken, ClientLink> connect, TimeSpan pause, TimeSpan longest, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return connect(stop);
            }
            catch (AudioException e) when (!old.HasEnded || e.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.TimedOut)
            {
                if (stop.WaitHandle.WaitOne(pause)) throw new OperationCanceledException(stop);
            }

            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, longest.Ticks));
        }
    }
}

using Continuo.Diagnostics;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>One thread that performs actions in the order in which they were posted. Thread-safe.</summary>
internal sealed class ControlThread : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly Queue<Action> _work = new();
    private readonly UserCode _userCode;
    private readonly Thread _thread;
    private bool _isStopped;

    public ControlThread(string name, UserCode userCode)
    {
        _userCode = userCode;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Performs an action soon. After <see cref="Dispose"/>, does nothing.</summary>
    public void Post(Action action)
    {
        lock (_work)
        {
            if (_isStopped) return;
            _work.Enqueue(action);
            Monitor.Pulse(_work);
        }
    }

    /// <summary>Performs what was posted, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isStopped = true;
            Monitor.Pulse(_work);
        }

        if (_thread != Thread.CurrentThread) _thread.Join(StopTimeout);
    }

    private void Run()
    {
        while (Next() is { } action) _userCode.Try(action, "A handler of a session's event");
    }

    private Action? Next()
    {
        lock (_work)
        {
            while (_work.Count == 0)
            {
                if (_isStopped) return null;
                Monitor.Wait(_work);
            }

            return _work.Dequeue();
        }
    }
}

using Continuo.Audio;
using Continuo.Cli.Reports.Desk;

namespace Continuo.Cli.Desk;

/// <summary>
/// A channel or an output of a desk: opened in the background, and opened again after a failure, so that none holds up the others.
/// <code>
/// Connecting ──▶ Open ──▶ Ended
///     ▲  │         │
///     └──┴─────────┘  failed, tried again
///     └──▶ Failed     trying again would not help
/// </code>
/// </summary>
internal abstract class DeskLink : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(30); // servers ban who asks too often
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Action<string> _tell;
    private Task _task = Task.CompletedTask;
    private string? _problem;
    private int _state;

    /// <param name="name">Its name in the configuration.</param>
    /// <param name="address">Its address.</param>
    /// <param name="tell">Receives what happens, in words. Any thread.</param>
    protected DeskLink(string name, string address, Action<string> tell) => (Name, Address, _tell) = (name, address, tell);

    public string Name { get; }

    public string Address { get; }

    public virtual DeskLinkState State => (DeskLinkState)Volatile.Read(ref _state);

    /// <summary>Why it is not open; <see langword="null"/> if it is.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    public DeskLinkReport Report() =>
        new(Name, AudioAddress.HideSecrets(Address), State.ToString(), State == DeskLinkState.Open ? null : Problem);

    public void Start() => _task = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_task, Task.Delay(EndBudget)).ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Opens it, calls <see cref="MarkOpen"/>, and returns when it has ended or when it is cancelled.</summary>
    /// <exception cref="AudioException">It cannot be opened, or was lost.</exception>
    protected abstract Task UseAsync(CancellationToken stop);

    /// <summary>Whether trying again may help.</summary>
    protected virtual bool MayPass(AudioException failure) =>
        failure.Code is not (AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported
            or AudioErrorCode.LibraryMissing or AudioErrorCode.NotAudio);

    protected void MarkOpen()
    {
        Volatile.Write(ref _problem, null);
        Set(DeskLinkState.Open);
        _tell($"{Name}: connected");
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await UseAsync(_stop.Token).ConfigureAwait(false);
                if (!_stop.IsCancellationRequested) Settle(DeskLinkState.Ended, "it has ended");
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever fails here concerns this link alone.
                var failure = e as AudioException
                    ?? new AudioException(AudioErrorCode.InputOutput, Address, e.Message.TrimEnd('.'), "Check it", e);
                if (!MayPass(failure))
                {
                    Settle(DeskLinkState.Failed, failure.Message);
                    return;
                }

                if (State == DeskLinkState.Open) pause = FirstPause;
                if (failure.Code == AudioErrorCode.AccessDenied) pause = RefusedPause;
                Settle(DeskLinkState.Connecting, failure.Message);
                await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Settle(DeskLinkState state, string problem)
    {
        Set(state);
        if (Interlocked.Exchange(ref _problem, problem) == problem) return; // said already
        _tell($"{Name}: {problem.TrimEnd('.')}{(state == DeskLinkState.Connecting ? "; trying again" : "")}");
    }

    private void Set(DeskLinkState state) => Volatile.Write(ref _state, (int)state);
}

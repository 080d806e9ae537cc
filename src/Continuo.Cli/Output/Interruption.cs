using System.Runtime.InteropServices;
using Continuo.Cli.Output.Interop;

namespace Continuo.Cli.Output;

/// <summary>
/// Ctrl-C (SIGINT) and requests to terminate (SIGTERM, SIGHUP). The first asks the command to finish; a second one ends the process at
/// once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long a command may take to finish. After that it hangs, and the process is ended as by a second signal.</summary>
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Timer? _limit;
    private int _signals;

    public Interruption()
    {
        HonourInterrupts();
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>
    /// A shell starts the background jobs of a script with SIGINT ignored. A recording started that way is nevertheless ended by <c>kill
    /// -INT</c>, like other recorders. SIGHUP stays ignored if it was, because <c>nohup</c> relies on it.
    /// </summary>
    public static void HonourInterrupts()
    {
        if (OperatingSystem.IsLinux() && StandardStreams.IsIgnored(StandardStreams.SigInt))
        {
            StandardStreams.SetDefault(StandardStreams.SigInt);
        }
    }

    /// <summary>Requests the end without a signal, for example for the key q.</summary>
    public void Request() => _source.Cancel();

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _limit?.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) > 1) return; // the default action of the signal ends the process
        signal.Cancel = true;
        _limit = new Timer(static _ => GiveUp(), null, EndBudget, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private static void GiveUp()
    {
        StandardText.WriteError($"continuo: the command did not stop within {EndBudget.TotalSeconds:0} s and is terminated\n");
        StandardText.ExitNow(ExitCodes.Failed);
    }
}

using System.Runtime.InteropServices;
using Continuo.Cli.Output.Interop;

namespace Continuo.Cli.Output;

/// <summary>
/// Ctrl-C (SIGINT) and requests to terminate (SIGTERM, SIGHUP). The first asks the command to come to a good end; a second one ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long a command has to come to its end. After that something hangs, and the process is ended as by a second signal.</summary>
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
    /// A shell starts the background jobs of a script with SIGINT ignored. A recording that is begun so is nevertheless ended by <c>kill -INT</c>,
    /// as by other recorders. SIGHUP stays ignored if it was, because that is what <c>nohup</c> asks for.
    /// </summary>
    public static void HonourInterrupts()
    {
        if (OperatingSystem.IsLinux() && StandardStreams.IsIgnored(StandardStreams.SigInt)) StandardStreams.SetDefault(StandardStreams.SigInt);
    }

    /// <summary>Asks for a good end without a signal, as the key q does.</summary>
    public void Request() => _source.Cancel();

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _limit?.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) > 1) return; // the signal's own effect: the process ends
        signal.Cancel = true;
        _limit = new Timer(static _ => GiveUp(), null, EndBudget, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private static void GiveUp()
    {
        StandardText.WriteError($"continuo: the command did not stop within {EndBudget.TotalSeconds:0} s and is ended\n");
        StandardText.ExitNow(ExitCodes.Failed);
    }
}

using System.Runtime.InteropServices;
using Continuo.Cli.Output.Interop;

namespace Continuo.Cli.Output;

/// <summary>
/// Ctrl-C (SIGINT) and requests to terminate (SIGTERM, SIGHUP). The first asks the command to finish; a second one ends the process at
/// once. A command may take SIGHUP for itself (<see cref="IgnoreHangUp"/>).
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long a command may take to finish. After that it hangs, and the process is ended as by a second signal.</summary>
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Timer? _limit;
    private readonly bool _hadTerminal = HasTerminal();
    private int _signals;
    private bool _ignoresHangUp;

    public Interruption()
    {
        HonourInterrupts();
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, HandleHangUp),
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

    /// <summary>
    /// SIGHUP belongs to the command from now on, unless it says that the terminal was closed.
    /// </summary>
    public void IgnoreHangUp() => _ignoresHangUp = true;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _limit?.Dispose();
        _source.Dispose();
    }

    private static bool HasTerminal()
    {
        try
        {
            using var terminal = File.OpenHandle("/dev/tty");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a service, or a terminal that was closed
        }
    }

    private void HandleHangUp(PosixSignalContext signal)
    {
        if (_ignoresHangUp && (!_hadTerminal || HasTerminal())) signal.Cancel = true;
        else Handle(signal);
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

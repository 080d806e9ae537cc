using System.Runtime.InteropServices;

namespace Continuo.Cli.Output;

/// <summary>
/// Ctrl-C and requests to terminate. The first asks the command to come to a good end; a second one ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>Asks for a good end without a signal, as the key q does.</summary>
    public void Request() => _source.Cancel();

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested) return; // the signal's own effect: the process ends
        signal.Cancel = true;
        _source.Cancel();
    }
}

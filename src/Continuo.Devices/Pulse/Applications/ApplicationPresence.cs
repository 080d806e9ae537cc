using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Whether an application is there: as a stream or client of the audio server, which reports both, or as a process, which must be searched
/// for in many small files and therefore is rarely. Not thread-safe.
/// </summary>
internal sealed class ApplicationPresence(
    PulseConnection connection,
    ApplicationMatcher wanted,
    AudioAddress address,
    SourceRequest request)
{
    private const long ProcessPollNanoseconds = 2_000_000_000;
    private const long ExitPollNanoseconds = 500_000_000;
    private const long MaxIterationNanoseconds = 250_000_000;

    private long _nextExitPoll;

    /// <summary>Waits until the application has appeared.</summary>
    /// <param name="deadline">How long to wait, in nanoseconds of the request's clock.</param>
    /// <param name="sinksChanged">Called when the server has a new sink.</param>
    /// <exception cref="AudioException">It has not appeared by then, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The connection was interrupted.</exception>
    public void Await(long deadline, Action sinksChanged)
    {
        var nextLook = long.MinValue;
        var isChanged = true;
        while (true)
        {
            var now = request.Clock.Now;
            if (now >= nextLook)
            {
                if (wanted.IsRunning()) return;
                nextLook = now + ProcessPollNanoseconds;
            }

            if (isChanged && IsOnServer()) return;
            if (connection.IsInterrupted) throw new OperationCanceledException();
            if (now >= deadline)
            {
                throw new AudioException(AudioErrorCode.NotFound, address.Text,
                    $"no application '{address.Target}' is running or playing",
                    "List applications with 'continuo apps', or wait for it (WaitForAppearance)");
            }

            if (connection.Iterate(Math.Min(deadline - now, MaxIterationNanoseconds)) < 0)
            {
                throw PulseConnection.Unavailable(address.Text, $"the connection to the audio server at {connection.ServerName} was lost");
            }

            isChanged = connection.TakeOverflow();
            var sinks = isChanged;
            while (connection.TryTakeEvent(out var happened))
            {
                isChanged = true;
                sinks |= happened is { Facility: PulseFacility.Sink, Kind: PulseEventKind.New };
            }

            if (sinks) sinksChanged();
        }
    }

    /// <summary>
    /// Whether an application that is followed to its end has exited: it has no stream, no client and no process. Checked every half
    /// second, however often it is called.
    /// </summary>
    /// <param name="now">Current time, in nanoseconds of the request's clock.</param>
    /// <param name="isHeard">Whether it has a stream.</param>
    /// <param name="clients">The server's clients.</param>
    public bool HasExited(long now, bool isHeard, IEnumerable<PulseClient> clients)
    {
        if (!request.EndWithApplication || now < _nextExitPoll) return false;
        _nextExitPoll = now + ExitPollNanoseconds;
        return !isHeard && !clients.Any(c => wanted.Matches(c.Owner)) && !wanted.IsRunning();
    }

    private bool IsOnServer() =>
        PulseQueries.Clients(connection, address.Text).Exists(c => wanted.Matches(c.Owner))
        || PulseQueries.SinkInputs(connection, address.Text).Exists(i => wanted.Matches(i.Owner));
}

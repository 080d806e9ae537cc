using Continuo.Server.Sessions;

namespace Continuo.Server.Events;

/// <summary>A connection to the event socket in the table of sessions.</summary>
internal sealed class EventSession(
    string id,
    string remote,
    string? userAgent,
    DateTimeOffset since,
    EventClient client,
    CancellationTokenSource end)
    : ServerSession(id, SessionKind.Events, "", remote, userAgent, since)
{
    public override SessionStatistics Statistics => new() { Packets = client.Sent, Bytes = client.Bytes, Dropped = client.Dropped };

    public override async Task EndAsync()
    {
        try
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }
}

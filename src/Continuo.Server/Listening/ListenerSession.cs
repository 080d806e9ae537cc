using Continuo.Server.Sessions;

namespace Continuo.Server.Listening;

/// <summary>A listener by WebSocket or HTTP.</summary>
internal sealed class ListenerSession(HttpContext context, SessionKind kind, string stream, EncodingReader reader, DateTimeOffset since)
    : ServerSession(context.Connection.Id, kind, stream, $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}",
        context.Request.Headers.UserAgent.ToString(), since)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override SessionStatistics Statistics => new()
    {
        Codec = reader.Encoding.Settings.ToString(),
        Packets = reader.Packets,
        Bytes = reader.Bytes,
        Dropped = reader.Dropped,
        State = _ended.Task.IsCompleted ? "ended" : "connected",
    };

    public override long ReaderId => reader.Encoding.Encoder.Subscription.ReaderId;

    /// <summary>The endpoint sees the end of its reader and closes the connection.</summary>
    public override Task EndAsync()
    {
        reader.Dispose();
        return _ended.Task.WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>Called by the endpoint when the connection is closed.</summary>
    public void Ended() => _ended.TrySetResult();
}

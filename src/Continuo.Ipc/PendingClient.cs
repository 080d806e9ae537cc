using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>A client that has sent its request.</summary>
/// <param name="Link">The connection; the request has not been answered yet.</param>
/// <param name="Request">Requested configuration, with a supported version.</param>
/// <param name="ProcessId">The client's process.</param>
internal sealed record PendingClient(IpcLink Link, IpcConfig Request, int ProcessId)
{
    /// <summary>Accepts the client.</summary>
    /// <returns>Whether the connection is still usable.</returns>
    public bool Answer(in IpcConfig config, uint stream, int maxIncoming, int maxOutgoing, long now, int messagesPerChunk = 1)
    {
        config.WriteTo(Link.Outgoing);
        var sent = Link.Send(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes, stream), now) && !Link.IsSending;
        if (sent) Link.Agree(config.HighestVersion, stream, maxIncoming, maxOutgoing, messagesPerChunk);
        else Link.Fail(IpcFault.TooSlow);
        return sent;
    }

    /// <summary>Refuses the client.</summary>
    public void Refuse(IpcFault fault, string? words = null)
    {
        Link.Fail(fault);
        Link.SendError(words);
        Link.Dispose();
    }
}

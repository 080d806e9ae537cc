using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>A client that has said what it wants.</summary>
/// <param name="Link">The connection to it; the configuration is still to be answered.</param>
/// <param name="Request">What it wants; the versions are common ones.</param>
/// <param name="ProcessId">The client's process.</param>
internal sealed record IpcGuest(IpcLink Link, IpcConfig Request, int ProcessId)
{
    /// <summary>Gives it what it gets.</summary>
    /// <returns>Whether the connection is still of use.</returns>
    public bool Answer(in IpcConfig config, uint stream, int maxIncoming, int maxOutgoing, long now, int messagesPerChunk = 1)
    {
        config.WriteTo(Link.Outgoing);
        var sent = Link.Send(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes, stream), now) && !Link.IsSending;
        if (sent) Link.Agree(config.HighestVersion, stream, maxIncoming, maxOutgoing, messagesPerChunk);
        else Link.Fail(IpcFault.TooSlow);
        return sent;
    }

    /// <summary>Sends it away.</summary>
    public void Refuse(IpcFault fault, string? words = null)
    {
        Link.Fail(fault);
        Link.TellFault(words);
        Link.Dispose();
    }
}

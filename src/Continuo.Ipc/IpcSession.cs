using Continuo.Ipc.Messages;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>One listening client of a server: what it says, and what it is sent. Never blocks; one thread at a time.</summary>
/// <param name="link">The connection; owned from here on.</param>
/// <param name="sender">What sends over it; owned likewise.</param>
/// <param name="config">What was agreed.</param>
/// <param name="silence">After how long without a word the client is dead.</param>
/// <param name="processId">The client's process.</param>
internal sealed class IpcSession(IpcLink link, IpcSender sender, in IpcConfig config, TimeSpan silence, int processId) : IDisposable
{
    private const int MostPerStep = 4; // a flood waits in its own socket
    private readonly IpcConfig _config = config;
    private readonly long _silence = silence.Ticks * 100;
    private long _acknowledged;

    /// <summary>Why it is over; <see cref="IpcFault.None"/> while it is not.</summary>
    public IpcFault Fault => link.Fault;

    /// <summary>Whether a message waits to be taken.</summary>
    public bool IsWaiting => link.IsSending;

    /// <summary>Bytes sent, headers included. Any thread.</summary>
    public long BytesSent => link.BytesSent;

    /// <summary>Hears and sends what there is.</summary>
    public void Step(long now)
    {
        for (var i = 0; i < MostPerStep && link.TryReceive(now, out var header); i++) Hear(header);
        if (link.Fault == IpcFault.None && now - link.LastReceived > _silence) link.Fail(IpcFault.Dead);
        if (link.Fault == IpcFault.None) sender.Step(now);
        if (sender.IsDone) link.Fail(IpcFault.Stopped);
    }

    /// <summary>Ends it from this side.</summary>
    public void Stop(long now)
    {
        sender.SayStop(now);
        link.Fail(IpcFault.Stopped);
    }

    /// <summary>How it is doing. Any thread.</summary>
    public IpcClientReport Report()
    {
        var counts = sender.Statistics;
        return new IpcClientReport(
            processId,
            IpcAddress.NameOf(_config.Codec),
            _config.Channels,
            sender.Messages,
            sender.Frames,
            link.BytesSent,
            sender.GapFrames,
            counts.Dropped,
            counts.Pending,
            Math.Max(0, sender.Messages - Volatile.Read(ref _acknowledged)));
    }

    public void Dispose()
    {
        link.TellFault();
        link.Dispose();
        sender.Dispose();
    }

    private void Hear(in IpcHeader header)
    {
        switch (header.Type)
        {
            case IpcMessageType.Heartbeat:
                break;
            case IpcMessageType.Ack when header.Sequence <= sender.Messages:
                Volatile.Write(ref _acknowledged, header.Sequence);
                break;
            case IpcMessageType.Ack:
                link.Fail(IpcFault.WrongSequence);
                break;
            case IpcMessageType.Stop:
                link.Fail(IpcFault.Stopped);
                break;
            default:
                link.Fail(IpcFault.Unexpected);
                break;
        }
    }
}

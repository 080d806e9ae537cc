using Continuo.Audio;
using Continuo.Ipc.Messages;
using Continuo.Ipc.Wire;
using Continuo.Sources;

namespace Continuo.Ipc;

/// <summary>
/// The receiving end of a connection: receives messages, delivers frames, sends acknowledgements. Never blocks; not thread-safe; does not
/// allocate after construction.
/// </summary>
/// <param name="link">The connection; owned from now on.</param>
/// <param name="config">The agreed configuration.</param>
/// <param name="silence">Disconnect the sender after this long without a message.</param>
internal sealed class IpcReceiverSession(IpcLink link, in IpcConfig config, TimeSpan silence) : IDisposable
{
    private const int MaxPerRead = 64;
    private const long PollTicks = 20 * TimeSpan.TicksPerMillisecond;
    private readonly IpcReceiver _receiver = new(config);
    private readonly long _silence = silence.Ticks * 100;

    /// <summary>Format of the audio.</summary>
    public AudioFormat Format => _receiver.Format;

    /// <summary>Why the connection ended, if it has.</summary>
    public IpcFault Fault => link.Fault;

    /// <summary>The stream that is received.</summary>
    public uint Stream => link.Stream;

    /// <summary>Reads the available frames.</summary>
    /// <returns>Data, nothing, the end if the sender has sent it, or lost.</returns>
    public SourceRead Read(Span<float> destination, long now)
    {
        Acknowledge(now);
        for (var i = 0; i < MaxPerRead && _receiver.IsEmpty && link.TryReceive(now, out var header); i++) Process(header);
        if (!_receiver.IsEmpty) return _receiver.Read(destination);
        if (link.Fault == IpcFault.None && now - link.LastReceived > _silence) link.Fail(IpcFault.TimedOut);
        return link.Fault switch
        {
            IpcFault.None => SourceRead.Nothing,
            IpcFault.Stopped => SourceRead.End,
            _ => SourceRead.Lost,
        };
    }

    /// <summary>
    /// How long a source waits before it checks again for an interruption and the deadline: at most 20 ms. Times in nanoseconds.
    /// </summary>
    public static TimeSpan PollTime(long now, long deadline) => TimeSpan.FromTicks(Math.Min(PollTicks, (deadline - now) / 100 + 1));

    /// <summary>Waits until a message arrives. Blocks.</summary>
    public void Wait(TimeSpan timeout) => link.Wait(timeout);

    /// <summary>Why the connection ended, as a sentence.</summary>
    public string Explain() => link.Fault == IpcFault.Refused ? link.Refusal.Text : IpcFaults.Describe(link.Fault);

    public void Dispose()
    {
        link.SendError();
        link.Dispose();
        _receiver.Dispose();
    }

    private void Process(in IpcHeader header)
    {
        var fault = header.Type switch
        {
            IpcMessageType.Audio => _receiver.Take(header, link.Content),
            IpcMessageType.Heartbeat => IpcFault.None,
            IpcMessageType.Stop => IpcFault.Stopped,
            _ => IpcFault.Unexpected,
        };
        if (fault != IpcFault.None) link.Fail(fault);
    }

    private void Acknowledge(long now)
    {
        if (link.IsSending) link.Flush(now);
        else if (now - link.LastSent >= IpcLimits.Heartbeat)
            link.Send(new IpcHeader(IpcMessageType.Ack, 0, link.Stream, _receiver.NextSequence, Math.Max(0, _receiver.Position), now), now);
    }
}

using System.Collections.Concurrent;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

/// <summary>Keeps what a peer sends.</summary>
internal sealed class RecordingMedia : IPeerMedia
{
    public BlockingCollection<byte[]> Rtp { get; } = [];

    public BlockingCollection<byte[]> Rtcp { get; } = [];

    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void TakeRtp(ReadOnlySpan<byte> packet, long arrival) => Rtp.Add(packet.ToArray());

    public void TakeRtcp(ReadOnlySpan<byte> packet, long arrival) => Rtcp.Add(packet.ToArray());

    public void Begin() => Begun.TrySetResult();

    public void End() => Over.TrySetResult();
}

using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>
/// A codec whose packets, made by <see cref="ToneDecoder.Payload"/>, hold a piece of any signal that is known at each position.
/// </summary>
internal sealed class SignalDecoder(Func<long, float> signal) : IPacketDecoder
{
    private long _next;

    [RealTime]
    public AudioFormat Format { get; } = new(48_000, 1);

    [RealTime]
    public int MaxFrames => JitterRig.PacketFrames;

    [RealTime]
    public int FramesOf(ReadOnlySpan<byte> payload) => payload.Length == 9 ? MaxFrames : -1;

    [RealTime]
    public int Decode(ReadOnlySpan<byte> payload, Span<float> samples)
    {
        _next = BitConverter.ToInt64(payload);
        Fill(samples[..MaxFrames]);
        return MaxFrames;
    }

    [RealTime]
    public bool CarriesPrevious(ReadOnlySpan<byte> payload) => false;

    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples) => -1;

    [RealTime]
    public void Conceal(Span<float> samples) => Fill(samples);

    [RealTime]
    public void Reset() => _next = 0;

    public void Dispose()
    {
    }

    private void Fill(Span<float> samples)
    {
        foreach (ref var sample in samples) sample = signal(_next++);
    }
}

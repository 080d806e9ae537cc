using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>
/// A codec whose packets hold a piece of a sine, by its position: whatever is played in place is one sine without a break. What is
/// made up goes on with it. A payload is a position, and a byte that says whether a copy of the packet before is in it.
/// </summary>
internal sealed class ToneDecoder(int frames = 960, int rate = 48_000, int channels = 1, double hertz = 440) : IPacketDecoder
{
    private long _next;

    [RealTime]
    public AudioFormat Format { get; } = new(rate, channels);

    [RealTime]
    public int MaxFrames => frames;

    public int Decoded { get; private set; }

    public int FromCopies { get; private set; }

    public static byte[] Payload(long mediaTime, bool carriesPrevious = false)
    {
        var payload = new byte[9];
        BinaryPrimitives.WriteInt64LittleEndian(payload, mediaTime);
        payload[8] = carriesPrevious ? (byte)1 : (byte)0;
        return payload;
    }

    [RealTime]
    public double SampleAt(long mediaTime) => 0.5 * Math.Sin(Math.Tau * hertz * mediaTime / rate);

    [RealTime]
    public int FramesOf(ReadOnlySpan<byte> payload) => payload.Length is 1 or 9 ? frames : -1;

    [RealTime]
    public int Decode(ReadOnlySpan<byte> payload, Span<float> samples)
    {
        if (FramesOf(payload) < 0) return -1;
        _next = payload.Length == 1 ? _next : BinaryPrimitives.ReadInt64LittleEndian(payload);
        Decoded++;
        Fill(samples[..(frames * channels)]);
        return frames;
    }

    [RealTime]
    public bool CarriesPrevious(ReadOnlySpan<byte> payload) => payload.Length == 9 && payload[8] == 1;

    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples)
    {
        if (!CarriesPrevious(payload)) return -1;
        _next = BinaryPrimitives.ReadInt64LittleEndian(payload) - frames;
        FromCopies++;
        Fill(samples[..(frames * channels)]);
        return frames;
    }

    [RealTime]
    public void Conceal(Span<float> samples) => Fill(samples);

    [RealTime]
    public void Reset() => _next = 0;

    public void Dispose()
    {
    }

    [RealTime]
    private void Fill(Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)SampleAt(_next + i / channels);
        _next += samples.Length / channels;
    }
}

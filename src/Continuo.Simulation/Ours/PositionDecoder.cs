using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Ours;

/// <summary>A codec whose payloads contain only a position and a length: decoding gives the known signal at that position.</summary>
internal sealed class PositionDecoder(int sampleRate, int framesPerPacket) : IPacketDecoder
{
    /// <summary>Length of a payload, in bytes.</summary>
    public const int PayloadBytes = sizeof(long);

    private readonly AudioFormat _format = new(sampleRate, 1);
    private readonly SpeechLikeSignal _signal = new(sampleRate);

    [RealTime]
    public AudioFormat Format => _format;

    [RealTime]
    public int MaxFrames => framesPerPacket;

    public static void Encode(long position, Span<byte> payload) => BinaryPrimitives.WriteInt64LittleEndian(payload, position);

    [RealTime]
    public int FramesOf(ReadOnlySpan<byte> payload) => payload.Length == PayloadBytes ? framesPerPacket : -1;

    [RealTime]
    public int Decode(ReadOnlySpan<byte> payload, Span<float> samples)
    {
        _signal.Read(BinaryPrimitives.ReadInt64LittleEndian(payload), samples[..framesPerPacket]);
        return framesPerPacket;
    }

    [RealTime]
    public bool CarriesPrevious(ReadOnlySpan<byte> payload) => false;

    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples) => -1;

    [RealTime]
    public void Conceal(Span<float> samples) => samples.Clear();

    [RealTime]
    public void Reset()
    {
    }

    public void Dispose()
    {
    }
}

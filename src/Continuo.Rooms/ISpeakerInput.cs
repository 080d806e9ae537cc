using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms;

/// <summary>
/// Where a room gets a speaker's audio from: a jitter buffer, a live stream, a generator. Read once per tick; never waits.
/// </summary>
/// <remarks>
/// One thread at a time calls <see cref="Read"/>, not always the same. The room disposes the input when the speaker has left and the last
/// read has returned.
/// </remarks>
public interface ISpeakerInput : IDisposable
{
    /// <summary>Format of the audio: the room's sample rate, one or two channels.</summary>
    AudioFormat Format { get; }

    /// <summary>Codec of the packets that <see cref="TryGetPacket"/> returns; <see langword="null"/> if it returns none.</summary>
    [RealTime]
    PacketCodec? Codec { get; }

    /// <summary>
    /// Whether the input calls <see cref="RoomWake.Wake"/> when audio arrives. If not, the room ticks for as long as the speaker is in it.
    /// </summary>
    bool WakesRoom { get; }

    /// <summary>Whether nothing has arrived for so long that reading would only give silence. Thread-safe; real-time-safe.</summary>
    [RealTime]
    bool IsIdle { get; }

    /// <summary>
    /// When audio last arrived, in nanoseconds of the room's clock; 0 if none has. Only asked if <see cref="WakesRoom"/>.
    /// </summary>
    [RealTime]
    long LastArrival { get; }

    /// <summary>
    /// Fills <paramref name="samples"/> completely with the next frames × channels, interleaved; conceals what is missing. Must not block,
    /// allocate or throw. Real-time-safe.
    /// </summary>
    [RealTime]
    SpeakerBlock Read(Span<float> samples);

    /// <summary>
    /// Returns the encoded packet that stands for the last <see cref="Read"/>, if all of that was audio of packets of the block's length.
    /// From read to read it is the speaker's next packet. Called by several threads at once. Valid until the next read. Real-time-safe.
    /// </summary>
    /// <param name="packet">The payload.</param>
    /// <returns><see langword="false"/> if there is no such packet.</returns>
    [RealTime]
    bool TryGetPacket(out ReadOnlySpan<byte> packet);

    /// <summary>
    /// The room has left out ticks: the next read skips audio that would otherwise be heard later than necessary. Real-time-safe.
    /// </summary>
    [RealTime]
    void CatchUp()
    {
    }

    /// <summary>Hands over the room's wake-up. Called once, before the first read.</summary>
    void Connect(RoomWake wake);
}

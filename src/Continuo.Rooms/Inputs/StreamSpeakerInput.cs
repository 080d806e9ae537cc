using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;

namespace Continuo.Rooms.Inputs;

/// <summary>
/// A speaker that is a source of an RTP session (<see cref="RtpStream"/>): jitter buffer, redundancy, concealment and the difference of the
/// clocks are the session's. The session keeps ownership. Its room ticks for as long as the speaker is in it.
/// </summary>
/// <param name="stream">The source; its rate is the room's.</param>
internal sealed class StreamSpeakerInput(RtpStream stream) : ISpeakerInput, IWatchedInput
{
    /// <summary>The source.</summary>
    public RtpStream Stream { get; } = stream;

    PacketWatchers IWatchedInput.Watchers => Stream.Watchers ??= new PacketWatchers();

    /// <inheritdoc/>
    public AudioFormat Format => Stream.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => Stream.Codec;

    /// <inheritdoc/>
    public bool WakesRoom => false;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => false;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => Stream.LastArrival;

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        Stream.Read(samples);
        return Stream.HeardPackets ? SpeakerBlock.Heard : Stream.HasLeft ? SpeakerBlock.Ended : SpeakerBlock.Silent;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet) => Stream.TryGetPacket(out packet);

    /// <inheritdoc/>
    [RealTime]
    public void CatchUp() => Stream.CatchUp();

    /// <inheritdoc/>
    public void Connect(RoomWake wake)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

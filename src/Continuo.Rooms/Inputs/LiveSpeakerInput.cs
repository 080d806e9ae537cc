using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Inputs;

/// <summary>
/// A speaker that is a live stream: any address that Continuo opens, on the live path (<see cref="LiveInput"/>), which follows the stream
/// over restarts and matches its clock to the room's. Disposes the live input.
/// </summary>
/// <param name="input">The live input, opened with the room's rate.</param>
public sealed class LiveSpeakerInput(LiveInput input) : ISpeakerInput
{
    /// <inheritdoc/>
    public AudioFormat Format => input.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => null;

    /// <inheritdoc/>
    public bool WakesRoom => false;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => false;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => 0;

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        input.Read(samples);
        return input.HasEnded ? SpeakerBlock.Ended : SpeakerBlock.Heard;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    /// <inheritdoc/>
    public void Connect(RoomWake wake)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => input.Dispose();
}

using Continuo.Rooms.Inputs;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Load;

/// <summary>Inserts the packets into the rooms' jitter buffers.</summary>
/// <param name="inputs">The inputs by room and speaker.</param>
/// <param name="frames">Frames in a packet.</param>
internal sealed class MemoryRoute(PacketSpeakerInput[][] inputs, int frames) : IVoiceRoute
{
    /// <inheritdoc/>
    public void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now) =>
        inputs[room][voice].Insert(new IncomingPacket(packet, packet * frames, payload), now);

    /// <inheritdoc/>
    public void Flush()
    {
    }
}

namespace Continuo.Simulation.Load;

/// <summary>Carries the speakers' packets to the rooms. Called by the sending thread.</summary>
internal interface IVoiceRoute
{
    /// <summary>Sends a packet.</summary>
    /// <param name="room">Number of the room.</param>
    /// <param name="voice">Number of the speaker in the room.</param>
    /// <param name="packet">Number of the packet.</param>
    /// <param name="payload">The encoded audio.</param>
    /// <param name="now">Current time in nanoseconds of the clock.</param>
    void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now);

    /// <summary>Ends the packets of one instant.</summary>
    void Flush();
}

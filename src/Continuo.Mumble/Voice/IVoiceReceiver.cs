namespace Continuo.Mumble.Voice;

/// <summary>
/// Receives the voice packets of a client. Calls come one after another, from the threads that receive; they must not block.
/// </summary>
internal interface IVoiceReceiver
{
    /// <summary>A user talks.</summary>
    /// <param name="user">The user.</param>
    /// <param name="packet">The packet, valid during the call.</param>
    /// <param name="arrival">When it arrived, in nanoseconds of the client's clock.</param>
    void Receive(MumbleUser user, in VoicePacket packet, long arrival);

    /// <summary>A user has left, or the connection was lost.</summary>
    void Remove(MumbleUser user);
}

using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Control;

/// <summary>Is told what happens on a connection, on its threads. Calls must not block.</summary>
internal interface IConnectionOwner
{
    /// <summary>A user has joined, left or changed.</summary>
    void Report(MumbleEventKind kind, MumbleUser? user);

    /// <summary>A user talks.</summary>
    void Receive(MumbleUser user, in VoicePacket packet, long arrival);
}

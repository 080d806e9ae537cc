namespace Continuo.Rooms;

/// <summary>What happened in a room.</summary>
public enum RoomEventKind
{
    /// <summary>A speaker has joined.</summary>
    SpeakerJoined,

    /// <summary>A speaker has left, or was removed because nothing arrived for long.</summary>
    SpeakerLeft,

    /// <summary>A listener has joined.</summary>
    ListenerJoined,

    /// <summary>A listener has left.</summary>
    ListenerLeft,

    /// <summary>A speaker begins to speak.</summary>
    SpeakingStarted,

    /// <summary>A speaker has stopped speaking.</summary>
    SpeakingStopped,

    /// <summary>A speaker's packets stopped in the middle of audio.</summary>
    SpeakerStalled,

    /// <summary>A stalled speaker is heard again.</summary>
    SpeakerRecovered,

    /// <summary>A speaker's name became known.</summary>
    NameChanged,

    /// <summary>A speaker's input or a listener's output threw an exception and is not used any more.</summary>
    MemberFailed,

    /// <summary>The ticks take too long: quality is reduced by a step.</summary>
    PressureRaised,

    /// <summary>Quality is restored by a step.</summary>
    PressureReleased,
}

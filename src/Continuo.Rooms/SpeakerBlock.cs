namespace Continuo.Rooms;

/// <summary>What a speaker's input delivered for one tick.</summary>
public enum SpeakerBlock
{
    /// <summary>Silence: the speaker sends nothing, or a pause.</summary>
    Silent,

    /// <summary>Audio that the speaker sent.</summary>
    Heard,

    /// <summary>Audio that replaces missing packets.</summary>
    Concealed,

    /// <summary>Silence, and nothing will follow: the input has ended.</summary>
    Ended,
}

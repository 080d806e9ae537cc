namespace Continuo.Client.Contract;

/// <summary>Kind of an audio device.</summary>
public enum DeviceKind
{
    /// <summary>Microphone or line input.</summary>
    Input,

    /// <summary>Loudspeaker or headphones; used as the destination of a player.</summary>
    Output,

    /// <summary>Captures what an output plays.</summary>
    Monitor,
}

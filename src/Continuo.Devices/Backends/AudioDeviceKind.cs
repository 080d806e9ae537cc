namespace Continuo.Devices.Backends;

/// <summary>Kind of a device.</summary>
public enum AudioDeviceKind
{
    /// <summary>Playback device: loudspeaker, headphones, line out. A sink of <c>device:</c>.</summary>
    Output,

    /// <summary>Capture device: microphone, line in. A source of <c>device:</c>.</summary>
    Input,

    /// <summary>Captures the audio that an output plays. A source of <c>device:</c>.</summary>
    Monitor,
}

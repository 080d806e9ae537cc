namespace Continuo.Devices.Backends;

/// <summary>What a device does.</summary>
public enum AudioDeviceKind
{
    /// <summary>It plays: loudspeaker, headphones, a line out. A sink of <c>device:</c>.</summary>
    Output,

    /// <summary>It records: microphone, a line in. A source of <c>device:</c>.</summary>
    Input,

    /// <summary>It records what an output plays. A source of <c>device:</c>.</summary>
    Monitor,
}

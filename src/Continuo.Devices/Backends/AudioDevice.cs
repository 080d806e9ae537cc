using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>A device of the audio server. Immutable.</summary>
/// <param name="Id">The server's name of the device. Stays the same after re-plugging and restarts.</param>
/// <param name="Description">Display name.</param>
/// <param name="Kind">Output, input or monitor.</param>
/// <param name="Format">Native sample rate and channels; <see langword="null"/> if Continuo does not support them.</param>
/// <param name="IsDefault">Whether it is the default device; for a monitor, whether it belongs to the default output.</param>
public sealed record AudioDevice(string Id, string Description, AudioDeviceKind Kind, AudioFormat? Format, bool IsDefault)
{
    /// <summary>The address of the device: <c>device:</c> with its <see cref="Id"/>.</summary>
    public string Address => $"device:{Id}";

    /// <summary>
    /// What the device itself can do, for display: channels, sample rates, sample formats, e.g. <c>2 ch, 44100…192000 Hz, s32 s16</c>.
    /// <see langword="null"/> if the service converts everything.
    /// </summary>
    public string? Capabilities { get; init; }
}

using Continuo.Audio;

namespace Continuo.Devices.Alsa;

/// <summary>What is requested of a device.</summary>
/// <param name="Asked">The address, for messages.</param>
/// <param name="Device">Name of the device in ALSA's notation.</param>
/// <param name="IsCapture">Whether it is captured; otherwise it is played to.</param>
internal sealed record AlsaRequest(string Asked, string Device, bool IsCapture)
{
    /// <summary>Exact sample rate; <see langword="null"/>: the device's own, 48 000 if it has that.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Exact number of channels; <see langword="null"/>: the device's own, 2 if it has that.</summary>
    public int? Channels { get; init; }

    /// <summary>Layout to play; <see langword="null"/>: the device's.</summary>
    public ChannelLayout? Layout { get; init; }

    /// <summary>Requested length of a period.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Requested length of the buffer.</summary>
    public required TimeSpan Buffer { get; init; }
}

namespace Continuo.Client.Contract;

/// <summary>An audio device of the server's machine.</summary>
/// <param name="Address">Its address, for example <c>device:alsa_input.usb</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="Kind">Input, output or monitor.</param>
/// <param name="IsDefault">Whether it is the default device.</param>
/// <param name="Stream">Name of the stream that captures it; <see langword="null"/> if none does.</param>
public sealed record DeviceStatus(string Address, string Name, DeviceKind Kind, bool IsDefault, string? Stream);

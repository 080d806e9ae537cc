using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>A device of the audio server. Immutable.</summary>
/// <param name="Id">The server's name for it: stays the same when it is plugged in again and after a restart.</param>
/// <param name="Description">Its name for people.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Format">Sample rate and channels it runs at; <see langword="null"/> if outside what Continuo handles.</param>
/// <param name="IsDefault">Whether it is used when no device is named (a monitor: whether it is the default output's).</param>
public sealed record AudioDevice(string Id, string Description, AudioDeviceKind Kind, AudioFormat? Format, bool IsDefault)
{
    /// <summary>The address that names it: <c>device:</c> and the <see cref="Id"/>.</summary>
    public string Address => $"device:{Id}";
}

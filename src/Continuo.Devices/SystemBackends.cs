using Continuo.Devices.Backends;

namespace Continuo.Devices;

/// <summary>The backends that come with the library.</summary>
internal static class SystemBackends
{
    /// <summary>Those of this operating system: a sound server before the bare devices.</summary>
    public static AudioBackends Create() => OperatingSystem.IsWindows()
        ? new AudioBackends().Add(new WasapiBackend())
        : new AudioBackends().Add(new PulseBackend()).Add(new AlsaBackend());
}

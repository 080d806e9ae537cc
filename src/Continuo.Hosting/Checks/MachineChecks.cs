using Continuo.Devices.Backends;

namespace Continuo.Hosting.Checks;

/// <summary>All checks of the machine, in the order in which they are shown.</summary>
internal static class MachineChecks
{
    /// <summary>Runs all checks. Takes half a second, and seconds if the audio server does not answer. Thread-safe.</summary>
    /// <param name="backend">The audio backend that is used; <see langword="null"/>: there is none.</param>
    public static IReadOnlyList<MachineCheck> Run(IAudioBackend? backend) =>
        [.. SystemChecks.Run(), WakeUpCheck.Run(), .. CoreChecks.Run(), .. LibraryChecks.Run(), .. AudioServerCheck.Run(backend)];
}

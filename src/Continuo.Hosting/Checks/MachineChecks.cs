using Continuo.Devices.Backends;

namespace Continuo.Hosting.Checks;

/// <summary>All checks of the machine, in the order in which they are shown.</summary>
internal static class MachineChecks
{
    /// <summary>Runs all checks. Takes half a second, and seconds if the audio server does not answer. Thread-safe.</summary>
    /// <param name="connect">Connects to the audio server.</param>
    public static IReadOnlyList<MachineCheck> Run(Func<IAudioServer> connect) =>
        [.. SystemChecks.Run(), WakeUpCheck.Run(), .. CoreChecks.Run(), .. LibraryChecks.Run(), AudioServerCheck.Run(connect)];
}

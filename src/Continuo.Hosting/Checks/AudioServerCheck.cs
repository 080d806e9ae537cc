using System.Globalization;
using Continuo.Audio;
using Continuo.Devices.Backends;

namespace Continuo.Hosting.Checks;

/// <summary>Which audio services run, and whether the one that is used answers.</summary>
internal static class AudioServerCheck
{
    private const string Id = "audio-server";
    private const string Title = "audio server";

    /// <summary>Connects to every backend once. Takes seconds if a service hangs.</summary>
    /// <param name="backend">The backend that is used; <see langword="null"/>: there is none.</param>
    public static IEnumerable<MachineCheck> Run(IAudioBackend? backend)
    {
        if (backend is null)
        {
            yield return Missing(new AudioException(AudioErrorCode.Unsupported, Title, "this program was started without an audio backend",
                "Give it one in its options"));
            yield break;
        }

        if (backend is not AutomaticBackend automatic)
        {
            yield return Used(BackendProbe.Of(backend), backend.Description);
            yield break;
        }

        BackendProbe[] probes = [.. automatic.All.Select(BackendProbe.Of)];
        foreach (var probe in probes) yield return Listed(probe);
        var choice = automatic.Choice;
        yield return Used(probes.First(p => p.Backend == choice.Backend), choice.Reason);
    }

    private static MachineCheck Listed(BackendProbe probe) => new(
        $"backend-{probe.Backend.Name}", $"backend {probe.Backend.Name}", CheckState.Ok,
        probe.Failure is { } failure ? $"not available: {failure.Happened}" : $"{probe.Server}: {probe.Backend.Description}");

    private static MachineCheck Used(BackendProbe probe, string reason) => probe.Failure is { } failure
        ? Missing(failure)
        : new MachineCheck(Id, Title, CheckState.Ok, string.Create(CultureInfo.InvariantCulture,
            $"{probe.Server}, answered in {probe.Time.TotalMilliseconds:0} ms; --backend {probe.Backend.Name}, because {reason}"));

    private static MachineCheck Missing(AudioException failure) => new(Id, Title, CheckState.Warning,
        $"{failure.Happened}; applications and devices cannot be captured or played", Advice: failure.Remedy);
}

using Continuo.Codecs.Opus;
using Continuo.Interop;

namespace Continuo.Hosting.Checks;

/// <summary>Checks of optional native libraries.</summary>
internal static class LibraryChecks
{
    private static readonly (string Name, string File, string VersionFunction, string Package, string Purpose)[] Libraries =
    [
        ("libpulse", "libpulse.so.0", "pa_get_library_version", "libpulse0", "applications and devices"),
        ("libasound", "libasound.so.2", "snd_asoundlib_version", "libasound2", "devices without an audio server"),
        ("libsndfile", "libsndfile.so.1", "sf_version_string", "libsndfile1", "sound files"),
        ("libsoxr", "libsoxr.so.0", "soxr_version", "libsoxr0", "resampling"),
        ("libopus", "libopus.so.0", "opus_get_version_string", "libopus0", "Opus packets"),
        ("libspeexdsp", "libspeexdsp.so.1", "", "libspeexdsp1", "noise suppression and echo cancellation in rooms"),
    ];

    // Windows has its own service for devices.
    public static IEnumerable<MachineCheck> Run() =>
        Libraries.Where(static l => !OperatingSystem.IsWindows() || l.Name is not ("libpulse" or "libasound")).Select(Check);

    private static MachineCheck Check((string Name, string File, string VersionFunction, string Package, string Purpose) library)
    {
        var isOpus = library.Name == "libopus";
        if (new NativeDependency(library.File, library.Package).Version(library.VersionFunction) is not { } version)
        {
            var missing = isOpus
                ? $"not installed; {library.Purpose} use Concentus, a managed implementation that is several times slower"
                : $"not installed; needed for {library.Purpose}";
            return OperatingSystem.IsWindows()
                ? new MachineCheck(library.Name, library.Name, CheckState.Warning,
                    missing.Replace("not installed", "not on Windows", StringComparison.Ordinal),
                    Advice: "Use Linux where it is needed")
                : new MachineCheck(library.Name, library.Name, CheckState.Warning, missing, Command: $"apt-get install {library.Package}");
        }

        return isOpus && OpusCodec.IsManaged
            ? new MachineCheck(library.Name, library.Name, CheckState.Warning,
                $"{version}, but not used: {library.Purpose} use {OpusCodec.Description}", Advice: "Start without --opus managed")
            : new MachineCheck(library.Name, library.Name, CheckState.Ok, $"{version}, for {library.Purpose}");
    }
}

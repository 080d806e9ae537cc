using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Reports.Machine;
using Continuo.Interop;

namespace Continuo.Cli.Doctor;

/// <summary>Checks of optional parts: native libraries and the audio server.</summary>
internal static class EndpointChecks
{
    private static readonly (string Name, string File, string VersionFunction, string Package, string Purpose)[] Libraries =
    [
        ("libpulse", "libpulse.so.0", "pa_get_library_version", "libpulse0", "applications and devices"),
        ("libsndfile", "libsndfile.so.1", "sf_version_string", "libsndfile1", "sound files"),
        ("libsoxr", "libsoxr.so.0", "soxr_version", "libsoxr0", "resampling"),
        ("libopus", "libopus.so.0", "opus_get_version_string", "libopus0", "Opus packets"),
    ];

    public static IEnumerable<CheckReport> Run() => [.. Libraries.Select(Library), Server()];

    private static CheckReport Library((string Name, string File, string VersionFunction, string Package, string Purpose) library) =>
        new NativeDependency(library.File, library.Package).Version(library.VersionFunction) is { } version
            ? new CheckReport(library.Name, CheckState.Ok, $"{version}, for {library.Purpose}")
            : new CheckReport(library.Name, CheckState.Warning,
                library.Name == "libopus"
                ? $"not installed; {library.Purpose} use Concentus, a managed implementation that is several times slower"
                : $"not installed; needed for {library.Purpose}", $"apt-get install {library.Package}");

    private static CheckReport Server()
    {
        var time = Stopwatch.StartNew();
        try
        {
            using var server = Composition.Backend.Connect();
            return new CheckReport("audio server", CheckState.Ok,
                string.Create(CultureInfo.InvariantCulture, $"{server.Name}, answered in {time.ElapsedMilliseconds} ms"));
        }
        catch (AudioException e)
        {
            return new CheckReport("audio server", CheckState.Warning, e.Happened, e.Remedy);
        }
    }
}

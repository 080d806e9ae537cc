using System.Globalization;
using Continuo.Client.Contract.Server;
using Continuo.Codecs.Opus;
using Continuo.Codecs.SoundFiles;
using Continuo.Server.Options;
using Continuo.Server.Reports;

namespace Continuo.Server.Api;

/// <summary>Checks what the server needs of its machine.</summary>
internal sealed class ServerDoctor(ServerOptions options, AudioServerListing listing)
{
    private const long LittleSpace = 1L << 30;

    /// <summary>Runs all checks. Takes seconds if the audio server does not answer.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellation)
    {
        var reason = await listing.WhyNotAsync(cancellation).ConfigureAwait(false);
        return
        [
            reason is null
                ? new Finding("audio-server", FindingState.Ok, "Audio server", "It answers; applications and devices can be captured and played.", null, null)
                : new Finding("audio-server", FindingState.Warning, "Audio server",
                    $"Applications and devices cannot be captured or played: {reason}", null, "Start PipeWire or PulseAudio for this user"),
            OpusCodec.IsManaged
                ? new Finding("opus", FindingState.Warning, "Opus", $"Opus is coded by {OpusCodec.Description}.", "apt-get install libopus0", null)
                : new Finding("opus", FindingState.Ok, "Opus", "Opus is coded by libopus.", null, null),
            SoundFileExtensions.IsAvailable
                ? new Finding("sound-files", FindingState.Ok, "Sound files", "WAV, FLAC, Ogg, Opus and MP3 files can be read and written.", null, null)
                : new Finding("sound-files", FindingState.Warning, "Sound files",
                    "libsndfile is not installed: only WAV files are written, and no file can be opened.", "apt-get install libsndfile1",
                    null),
            Recordings(),
        ];
    }

    private Finding Recordings()
    {
        var directory = Path.GetFullPath(options.RecordingsDirectory);
        try
        {
            var existing = directory;
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
            var free = new DriveInfo(existing).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GB are free in {directory}.");
            return free >= LittleSpace
                ? new Finding("recordings", FindingState.Ok, "Recordings", text, null, null)
                : new Finding("recordings", FindingState.Warning, "Recordings", text, null, "Delete recordings, or choose another directory with --recordings");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding("recordings", FindingState.Warning, "Recordings", $"{directory} cannot be used: {e.Message}", null,
                "Choose another directory with --recordings");
        }
    }
}

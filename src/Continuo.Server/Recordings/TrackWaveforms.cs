using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Clocks;
using Continuo.Playing;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Server.Recordings;

/// <summary>Overviews of what players play, by address: read once, as fast as the source gives. Thread-safe.</summary>
internal sealed class TrackWaveforms(AudioSystem system, RecordingLibrary library)
{
    private const int BlockFrames = 8192;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Lazy<(WaveformOverview Overview, TimeSpan Duration)>> _known =
        new(StringComparer.Ordinal);

    /// <summary>The waveform of a track. Blocks while its source is read for the first time.</summary>
    /// <exception cref="AudioException">The source cannot be read, or it is live or endless.</exception>
    public Waveform Of(PlayerTrack track, int points)
    {
        if (track.IsLive || track.Length < 0)
        {
            throw new AudioException(AudioErrorCode.Unsupported, $"waveform of '{track.Name}'", "it is live or endless",
                "Use a track with a known length");
        }

        if (FileNames.IsSoundFile(track.Name) && library.Folder.Find(Path.GetFileNameWithoutExtension(track.Name)) is { } file)
        {
            return library.WaveformOf(file, points);
        }

        var known = _known.GetOrAdd(track.Name, name => new Lazy<(WaveformOverview, TimeSpan)>(() => Read(name)));
        try
        {
            return known.Value.Overview.ToWaveform(points, known.Value.Duration);
        }
        catch
        {
            _known.TryRemove(track.Name, out _); // the next request tries again
            throw;
        }
    }

    private (WaveformOverview Overview, TimeSpan Duration) Read(string address)
    {
        using var source = system.CreateSource(
            system.Parse(address), new SourceRequest(null, null, BlockFrames, null, SystemClock.Instance));
        source.Open();
        var overview = new WaveformOverview();
        var (block, frames, format) = (new float[BlockFrames * source.Format.Channels], 0L, source.Format);
        while (format.ToTime(frames) < Longest && source.Read(block, ReadTimeout) is { Status: SourceStatus.Data } read)
        {
            overview.Process(block.AsSpan(0, read.Frames * format.Channels), format.Channels);
            frames += read.Frames;
        }

        return (overview, format.ToTime(frames));
    }
}

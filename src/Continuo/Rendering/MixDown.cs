using System.Diagnostics;
using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Rendering;

/// <summary>
/// Mixes sources into a sink as fast as possible, from their start to the end of the longest. Sources are read in parallel; one thread
/// mixes and writes.
/// </summary>
/// <remarks>
/// Use an instance once, from one thread. The limiter's latency is compensated: the output starts and ends with the sources.
/// </remarks>
public sealed class MixDown : IDisposable
{
    private readonly Mixer _mixer;
    private readonly int _blockFrames;
    private readonly List<MixDownTrack> _tracks = [];

    /// <summary>Creates a mix without tracks.</summary>
    /// <param name="format">Format of the output.</param>
    /// <param name="options">Limiter, meters and block length. <see langword="null"/>: no limiter, no meters.</param>
    public MixDown(AudioFormat format, MixerOptions? options = null)
    {
        _mixer = new Mixer(format, options ?? Plain);
        _blockFrames = _mixer.Options.MaxBlockFrames;
    }

    /// <summary>Options without limiter and meters.</summary>
    public static MixerOptions Plain { get; } = new()
    {
        Limiter = null,
        TrackMeters = Metering.MeterParts.None,
        BusMeters = Metering.MeterParts.None,
        MasterMeters = Metering.MeterParts.None,
    };

    /// <summary>The mixer: master fader and meters.</summary>
    public Mixer Mixer => _mixer;

    /// <summary>Length of the longest source in frames; −1 if a source's length is unknown.</summary>
    public long Length => _tracks.Exists(t => t.Length < 0) ? -1 : _tracks.Select(t => t.Length).DefaultIfEmpty(0).Max();

    /// <summary>Opens a source and adds it. The mix owns the source.</summary>
    /// <param name="source">The source, not yet opened, with the output's rate and a finite length.</param>
    /// <param name="name">Display name.</param>
    /// <param name="settings">Gain and pan.</param>
    /// <exception cref="AudioException">The source cannot be opened or has another rate.</exception>
    public void Add(IAudioSource source, string name, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Open();
            if (source.Format.SampleRate != _mixer.Format.SampleRate)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, $"it has {source.Format}, the mix {_mixer.Format}",
                    "Resample it, for example with UseResampling");
            }

            var channels = source.Format.Channels == 1 ? 1 : _mixer.Format.Channels;
            _tracks.Add(new MixDownTrack(source, _mixer.AddTrack(name, channels, settings: settings, fadeIn: false), _mixer.Format.Layout));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Mixes everything into a sink.</summary>
    /// <param name="sink">The sink, opened with the output's format. This call does not finish it.</param>
    /// <param name="progress">Called from time to time with the number of frames written, on the calling thread.</param>
    /// <param name="cancellation">Cancels the mix.</param>
    /// <returns>Number of frames written.</returns>
    /// <exception cref="AudioException">A source is damaged or the sink failed.</exception>
    public long Run(IAudioSink sink, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var channels = _mixer.Format.Channels;
        var (block, skip, written, length) = (new float[_blockFrames * channels], _mixer.LatencyFrames, 0L, long.MaxValue);
        var next = Stopwatch.GetTimestamp();
        using var crew = new MixDownWorkers(_tracks, _blockFrames, channels);
        for (var rendered = 0L; written < length && !cancellation.IsCancellationRequested; rendered += _blockFrames)
        {
            var longest = crew.ReadBlock();
            if (length == long.MaxValue && longest < _blockFrames) length = rendered + longest;
            _mixer.Render(block);
            var from = (int)Math.Clamp(skip - rendered, 0, _blockFrames);
            var frames = (int)Math.Min(_blockFrames - from, length - written);
            sink.Write(block.AsSpan(from * channels, frames * channels));
            written += frames;
            if (progress is null || Stopwatch.GetTimestamp() < next) continue;
            next = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
            progress(written);
        }

        return written;
    }

    /// <summary>Frees all sources.</summary>
    public void Dispose()
    {
        foreach (var track in _tracks) track.Dispose();
    }
}

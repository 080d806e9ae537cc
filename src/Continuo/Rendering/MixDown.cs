using System.Diagnostics;
using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Rendering;

/// <summary>
/// Mixes sources from their beginning to the end of the longest into a sink, as fast as the machine can: no clock, no rings, no meters but those asked
/// for. All processors read; one mixes and writes.
/// </summary>
/// <remarks>Used once, by one thread. The limiter's latency is taken out: the output begins and ends with the sources.</remarks>
public sealed class MixDown : IDisposable
{
    private readonly Mixer _mixer;
    private readonly int _blockFrames;
    private readonly List<MixDownTrack> _tracks = [];

    /// <summary>Creates a mix without tracks.</summary>
    /// <param name="format">Of the output.</param>
    /// <param name="options">Limiter and meters; blocks are of its longest. <see langword="null"/>: no limiter, no meters.</param>
    public MixDown(AudioFormat format, MixerOptions? options = null)
    {
        _mixer = new Mixer(format, options ?? Plain);
        _blockFrames = _mixer.Options.MaxBlockFrames;
    }

    /// <summary>No limiter and no meters.</summary>
    public static MixerOptions Plain { get; } = new()
    {
        Limiter = null,
        TrackMeters = Metering.MeterParts.None,
        BusMeters = Metering.MeterParts.None,
        MasterMeters = Metering.MeterParts.None,
    };

    /// <summary>The mixer: master fader and meters.</summary>
    public Mixer Mixer => _mixer;

    /// <summary>How many frames the longest source has; −1 if one does not say.</summary>
    public long Length => _tracks.Exists(t => t.Length < 0) ? -1 : _tracks.Select(t => t.Length).DefaultIfEmpty(0).Max();

    /// <summary>Opens a source, owns it, and adds it.</summary>
    /// <param name="source">Not yet opened, of the output's rate, and with an end.</param>
    /// <param name="name">For people.</param>
    /// <param name="settings">Gain and pan.</param>
    /// <exception cref="AudioException">It cannot be opened, or has another rate.</exception>
    public void Add(IAudioSource source, string name, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Open();
            if (source.Format.SampleRate != _mixer.Format.SampleRate)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, $"it has {source.Format}, the mix {_mixer.Format}", "Resample it, for example with UseResampling");
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
    /// <param name="sink">Opened with the output's format; not finished here.</param>
    /// <param name="progress">Told now and then how many frames have been written, on the calling thread.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>How many frames were written.</returns>
    /// <exception cref="AudioException">A source is damaged, or the sink fails.</exception>
    public long Run(IAudioSink sink, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var channels = _mixer.Format.Channels;
        var (block, skip, written, length) = (new float[_blockFrames * channels], _mixer.LatencyFrames, 0L, long.MaxValue);
        var next = Stopwatch.GetTimestamp();
        using var crew = new MixDownCrew(_tracks, _blockFrames, channels);
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

namespace Continuo.Audio;

/// <summary>A piece of audio in memory: frames × channels of one format. Immutable, so thread-safe.</summary>
public sealed class AudioClip
{
    private readonly ReadOnlyMemory<float> _samples;

    /// <summary>Creates a clip from a copy of the samples.</summary>
    /// <param name="format">Sample rate and channels.</param>
    /// <param name="samples">Frames × channels, interleaved, −1…1 nominal.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the number of samples is not a multiple of the
    /// channel count.</exception>
    public AudioClip(AudioFormat format, ReadOnlySpan<float> samples)
        : this(format, (ReadOnlyMemory<float>)samples.ToArray())
    {
    }

    // Takes ownership of the samples; the caller must not change them afterwards.
    internal AudioClip(AudioFormat format, ReadOnlyMemory<float> samples)
    {
        if (samples.Length % format.Channels != 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"a clip of {samples.Length} samples",
                $"not a whole number of frames of {format}", "Pass frames × channels samples");
        }

        Format = format;
        _samples = samples;
    }

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format { get; }

    /// <summary>Frames × channels, interleaved.</summary>
    public ReadOnlySpan<float> Samples => _samples.Span;

    /// <summary>Number of frames.</summary>
    public long Frames => _samples.Length / Format.Channels;

    /// <summary>Duration.</summary>
    public TimeSpan Duration => Format.ToTime(Frames);

    /// <summary>Concatenates clips.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there are no clips or their formats
    /// differ.</exception>
    public static AudioClip Join(params ReadOnlySpan<AudioClip> clips)
    {
        if (clips.IsEmpty) throw new AudioException(AudioErrorCode.InvalidArgument, "join", "there is no clip", "Pass at least one");
        var format = clips[0].Format;
        var total = 0L;
        foreach (var clip in clips)
        {
            if (clip.Format != format)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, "join", $"one clip has {format}, another {clip.Format}",
                    "Convert them to one format first");
            }

            total += clip._samples.Length;
        }

        var joined = new float[total];
        var at = 0;
        foreach (var clip in clips)
        {
            clip.Samples.CopyTo(joined.AsSpan(at));
            at += clip._samples.Length;
        }

        return new AudioClip(format, joined.AsMemory());
    }

    /// <summary>Returns part of the clip. The result shares this clip's memory.</summary>
    /// <param name="start">The first frame.</param>
    /// <param name="frames">Number of frames.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the part is not within the clip.</exception>
    public AudioClip Slice(long start, long frames)
    {
        if (start < 0 || frames < 0 || start > Frames || frames > Frames - start)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"{frames} frames from frame {start}", $"the clip has {Frames} frames",
                "Ask for a part within it");
        }

        return new AudioClip(Format, _samples.Slice((int)start * Format.Channels, (int)frames * Format.Channels));
    }

    /// <summary>Returns part of the clip, rounded to the nearest frame. The result shares this clip's memory.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the part is not within the clip.</exception>
    public AudioClip Slice(TimeSpan start, TimeSpan duration)
    {
        var first = Format.ToFrames(start);
        return Slice(first, Format.ToFrames(start + duration) - first);
    }

    /// <summary>Peak and RMS of all channels together.</summary>
    internal AudioLevel Level() => AudioLevel.Of(Samples, 0, 1);

    /// <summary>Peak and RMS of one channel.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is no such channel.</exception>
    internal AudioLevel Level(int channel)
    {
        if (channel < 0 || channel >= Format.Channels)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"channel {channel}", $"the clip has {Format}",
                "Count channels from 0");
        }

        return AudioLevel.Of(Samples, channel, Format.Channels);
    }
}

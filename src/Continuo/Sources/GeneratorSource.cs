using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>
/// A source that computes its audio from the frame position alone, so it never waits and never drifts. Generators can be read at any speed;
/// a stream paces them by its clock.
/// </summary>
internal abstract class GeneratorSource : IAudioSource
{
    private readonly long _endFrame;
    private volatile bool _interrupted;
    private long _position;

    /// <summary>Creates a generator.</summary>
    /// <param name="format">Output format.</param>
    /// <param name="duration">Duration; <see langword="null"/>: endless.</param>
    /// <param name="description">One line for users.</param>
    private protected GeneratorSource(AudioFormat format, TimeSpan? duration, string description)
    {
        Format = format;
        Description = description;
        _endFrame = duration is { } time ? format.ToFrames(time) : long.MaxValue;
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Free;

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Restarts at the first frame.</summary>
    public void Open()
    {
        _interrupted = false;
        _position = 0;
        Restart();
    }

    /// <inheritdoc/>
    [RealTime]
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_interrupted) return SourceRead.Nothing;
        var frames = (int)Math.Min(destination.Length / Format.Channels, _endFrame - _position);
        if (frames <= 0) return _position >= _endFrame ? SourceRead.End : SourceRead.Nothing;
        Generate(destination[..(frames * Format.Channels)], _position);
        _position += frames;
        return SourceRead.Data(frames);
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupted = true;

    /// <summary>Number of frames, −1 if endless: <see cref="ISeekableSource.Length"/> of the seekable generators.</summary>
    private protected long LengthOrEndless => _endFrame == long.MaxValue ? -1 : _endFrame;

    /// <summary><see cref="ISeekableSource.Seek"/> of generators whose audio depends only on the position.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is no such frame.</exception>
    private protected void MoveTo(long frame)
    {
        if (frame < 0 || frame > _endFrame)
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"frame {frame} of the {Description}"),
                "there is no such frame",
                string.Create(CultureInfo.InvariantCulture, $"Choose one from 0 to {_endFrame}"));
        }

        _position = frame;
    }

    /// <summary>There are no resources to free.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Resets any state besides the position to that of the first frame.</summary>
    private protected virtual void Restart()
    {
    }

    /// <summary>Computes whole frames, the first at <paramref name="position"/>; called once for each position, in order.</summary>
    [RealTime]
    internal abstract void Generate(Span<float> destination, long position);
}

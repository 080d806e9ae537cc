using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Server.Demo;

/// <summary>
/// A clip in memory as a source: as fast as asked, once or in an endless seamless loop. The clip is made when the source is opened.
/// </summary>
internal sealed class ClipSource(string name, Lazy<AudioClip> clip, bool loop) : ISeekableSource
{
    private long _position;
    private volatile bool _interrupted;

    public AudioFormat Format => clip.Value.Format;

    public SourcePace Pace => SourcePace.Free;

    public string Description => loop ? $"{name} (generated, looping)" : $"{name} (generated)";

    public bool CanSeek => true;

    public long Length => loop ? -1 : clip.Value.Frames;

    public void Open()
    {
        _ = clip.Value;
        (_position, _interrupted) = (0, false);
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_interrupted) return SourceRead.Nothing;
        var audio = clip.Value;
        if (_position == audio.Frames && loop) _position = 0;
        var channels = audio.Format.Channels;
        var frames = (int)Math.Min(destination.Length / channels, audio.Frames - _position);
        if (frames <= 0) return SourceRead.End;
        audio.Samples.Slice((int)_position * channels, frames * channels).CopyTo(destination);
        _position += frames;
        return SourceRead.Data(frames);
    }

    public void Seek(long frame)
    {
        var frames = clip.Value.Frames;
        if (frame < 0 || (!loop && frame > frames))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"frame {frame} of {name}", "there is no such place",
                $"Choose one from 0 to {frames}");
        }

        _position = loop ? frame % frames : frame;
    }

    public void Interrupt() => _interrupted = true;

    public void Dispose()
    {
    }
}

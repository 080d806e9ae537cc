using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Tests.Playing;

/// <summary>
/// A seekable source whose every sample is a function of its frame, the same on all channels; breaks off where it is told.
/// </summary>
internal sealed class ScriptedTrack(
    Func<long, float> wave,
    long length = -1,
    int channels = 2,
    long breaksAt = long.MaxValue,
    int rate = 48_000) : ISeekableSource
{
    private long _position;

    public AudioFormat Format => new(rate, channels);

    public SourcePace Pace => SourcePace.Free;

    public string Description => "scripted";

    public bool CanSeek => true;

    public long Length => length;

    public bool IsDisposed { get; private set; }

    public static float Sine(long frame) => (float)(0.5 * Math.Sin(Math.Tau * 440 / 48_000 * frame));

    public void Open() => _position = 0;

    public void Seek(long frame) => _position = frame;

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_position >= breaksAt) throw new AudioException(AudioErrorCode.NotAudio, "scripted", "it is damaged here", "Get it anew");
        var frames = (int)Math.Min(destination.Length / channels, Math.Min(breaksAt, length < 0 ? long.MaxValue : length) - _position);
        if (frames <= 0) return SourceRead.End;
        for (var i = 0; i < frames; i++) destination.Slice(i * channels, channels).Fill(wave(_position + i));
        _position += frames;
        return SourceRead.Data(frames);
    }

    public void Interrupt()
    {
    }

    public void Dispose() => IsDisposed = true;
}

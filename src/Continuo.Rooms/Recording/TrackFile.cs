using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Rooms.Recording;

/// <summary>
/// One file of a recording: blocks at their positions, silence between them. For the recording's thread; <see cref="Track"/> is
/// thread-safe.
/// </summary>
internal sealed class TrackFile(string name, string memberId, string path, Func<IAudioSink> create, AudioFormat format) : IDisposable
{
    private const int SilenceFrames = 4800;

    private readonly float[] _silence = new float[SilenceFrames * format.Channels];
    private IAudioSink? _sink;
    private long _frames;
    private long _lost;
    private string? _failure;

    public string Path => path;

    public string MemberId => memberId;

    /// <summary>Frames written, silence included.</summary>
    public long Frames => Volatile.Read(ref _frames);

    public RecordedTrack Track => new(name, memberId, path, Frames, Volatile.Read(ref _lost), Volatile.Read(ref _failure));

    /// <summary>Opens the file. A failure is kept, and the file is not written.</summary>
    public void Open() => Try(() =>
    {
        _sink = create();
        _sink.Open(format);
    });

    /// <summary>Writes a block at a position, after silence up to it. What lies before what has been written is left out.</summary>
    /// <param name="position">Position in frames from the beginning of the file.</param>
    /// <param name="samples">The block.</param>
    /// <param name="lost">Frames before it that were lost.</param>
    public void Write(long position, ReadOnlySpan<float> samples, long lost)
    {
        PadTo(position);
        Volatile.Write(ref _lost, _lost + lost);
        var skipped = (int)Math.Min(Frames - position, samples.Length / format.Channels);
        Add(samples[(skipped * format.Channels)..]);
    }

    /// <summary>Writes silence up to a length.</summary>
    public void PadTo(long frames)
    {
        while (Frames < frames) Add(_silence.AsSpan(0, (int)Math.Min(SilenceFrames, frames - Frames) * format.Channels));
    }

    /// <summary>Completes the file.</summary>
    public void Finish()
    {
        if (_failure is null && _sink is { } sink) Try(sink.Finish);
    }

    public void Dispose() => _sink?.Dispose();

    private void Add(ReadOnlySpan<float> samples)
    {
        Volatile.Write(ref _frames, _frames + samples.Length / format.Channels);
        if (_failure is not null || _sink is null) return;
        try
        {
            _sink.Write(samples);
        }
        catch (Exception e) when (e is AudioException or OperationCanceledException)
        {
            Volatile.Write(ref _failure, e.Message);
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is AudioException or OperationCanceledException)
        {
            Volatile.Write(ref _failure, e.Message);
        }
    }
}

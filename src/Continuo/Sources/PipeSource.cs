using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>
/// Base of sources that read raw PCM from another program. Delivers whole frames; an incomplete frame at the end is dropped and counted.
/// A blocked read ends at its time-out or by <see cref="Interrupt"/>, because the blocking call runs on another thread. Reading allocates
/// nothing.
/// </summary>
internal abstract class PipeSource : IAudioSource
{
    private const int BufferBytes = 32 * 1024;

    private readonly bool _detectsWav;
    private PcmFormat _pcm;
    private readonly MonotonicClock _clock;
    private readonly byte[] _bytes = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private InterruptibleReader? _feed;
    private PipeHead? _head; // bytes that were read to detect the format
    private long _left = long.MaxValue; // sample bytes still to come

    private protected PipeSource(PcmFormat pcm, MonotonicClock clock, string description, bool detectsWav = false)
    {
        _detectsWav = detectsWav;
        _pcm = pcm;
        _clock = clock;
        Description = description;
    }

    /// <inheritdoc/>
    public AudioFormat Format => _pcm.Format;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Peer;

    /// <inheritdoc/>
    public string Description { get; private set; }

    /// <summary>Number of bytes dropped at the end because they were not a whole frame.</summary>
    public long DroppedBytes { get; private set; }

    /// <inheritdoc/>
    public void Open()
    {
        DroppedBytes = 0;
        var feed = Connect();
        feed.Resume();
        Volatile.Write(ref _feed, feed);
        if (!_detectsWav || _head is not null) return;
        _head = PipeHead.Read(feed, _clock, Description, _pcm.FrameBytes);
        if (_head.Wav is not { } wav) return;
        (_pcm, _left) = (wav, _head.DataBytes);
        Description = $"standard input (WAV, {wav})";
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">The process exited with an error, or reading failed. Thrown after all earlier audio has been
    /// read.</exception>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_feed is not { } feed) return SourceRead.Nothing;
        if (ReadHead(destination) is > 0 and var headFrames) return SourceRead.Data(headFrames);
        if (_left < _pcm.FrameBytes) return SourceRead.End; // RIFF chunks after the samples are not audio
        var wanted = (int)Math.Min(_left,
            Math.Min(destination.Length / Format.Channels * _pcm.FrameBytes, BufferBytes - BufferBytes % _pcm.FrameBytes));
        if (wanted < _pcm.FrameBytes) return SourceRead.Nothing;
        var bytes = feed.Read(_bytes.AsSpan(0, wanted), _pcm.FrameBytes, _clock, timeout);
        if (_left != long.MaxValue) _left -= bytes;
        if (bytes > 0) return SourceRead.Data(SampleConverter.Decode(_bytes.AsSpan(0, bytes), _pcm.Sample, destination) / Format.Channels);
        if (feed.IsInterrupted || !feed.IsEnded) return SourceRead.Nothing;

        DroppedBytes = feed.Leftover;
        if (FailureOf(feed) is { } failure) throw failure;
        return SourceRead.End;
    }

    /// <inheritdoc/>
    public virtual void Interrupt() => Volatile.Read(ref _feed)?.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        Disconnect();
        GC.SuppressFinalize(this);
    }

    private int ReadHead(Span<float> destination)
    {
        if (_head is not { } head) return 0;
        var room = Math.Min(_bytes.Length, destination.Length * _pcm.SampleBytes);
        var bytes = head.Take(_bytes.AsSpan(0, room), _pcm.FrameBytes);
        return SampleConverter.Decode(_bytes.AsSpan(0, bytes), _pcm.Sample, destination) / Format.Channels;
    }

    /// <summary>Connects or reconnects.</summary>
    private protected abstract InterruptibleReader Connect();

    /// <summary>Closes the connection. May be called more than once.</summary>
    private protected abstract void Disconnect();

    /// <summary>The failure that ended the stream, if any.</summary>
    private protected virtual AudioException? FailureOf(InterruptibleReader feed) => feed.Failure is { } e
        ? new AudioException(AudioErrorCode.InputOutput, Description, $"reading failed ({e.Message.TrimEnd('.')})",
            "Check the program that writes it", e)
        : null;
}

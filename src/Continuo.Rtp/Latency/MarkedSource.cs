using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Adds a <see cref="LatencyMarker"/> to the audio of a source. An unpaced source is paced like a device: a block is delivered when the
/// clock reaches its end.
/// </summary>
internal sealed class MarkedSource : IAudioSource
{
    private readonly IAudioSource _source;
    private readonly MarkerOptions _options;
    private readonly MonotonicClock _clock;
    private readonly int _blockFrames;
    private readonly WakeSignal _interrupted = new();
    private LatencyMarker? _marker;
    private long _begun;
    private long _frames;

    /// <summary>Wraps a source and takes ownership of it.</summary>
    /// <param name="source">A source that is not open yet: a device or an unpaced source.</param>
    /// <param name="blockFrames">Block size in frames for an unpaced source.</param>
    /// <param name="options">Options of the marker; <see langword="null"/> for <see cref="MarkerOptions.Hidden"/>.</param>
    /// <param name="clock">Clock of the capture times; <see langword="null"/> for the system clock.</param>
    public MarkedSource(IAudioSource source, int blockFrames, MarkerOptions? options = null, MonotonicClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockFrames, 1);
        (_source, _blockFrames) = (source, blockFrames);
        (_options, _clock) = (options ?? MarkerOptions.Hidden, clock ?? SystemClock.Instance);
        _options.Validate();
    }

    /// <inheritdoc/>
    public AudioFormat Format => _source.Format;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => $"{_source.Description}, marked";

    /// <summary>The marker; <see langword="null"/> before the source is open. Its times may be read from any thread.</summary>
    public LatencyMarker? Marker => Volatile.Read(ref _marker);

    /// <inheritdoc/>
    /// <exception cref="AudioException">
    /// The source cannot be opened, has no capture times (a pipe), or its sample rate is too low.
    /// </exception>
    public void Open()
    {
        _interrupted.Reset();
        _source.Open();
        if (_source.Pace == SourcePace.Peer)
        {
            throw new AudioException(AudioErrorCode.Unsupported, _source.Description,
                "its frames have no capture times, so latency cannot be measured", "Use a device, a file or a generator");
        }

        Volatile.Write(ref _marker, new LatencyMarker(_source.Format, _options));
        (_begun, _frames) = (_clock.Now, 0);
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var read = _source.Pace == SourcePace.Free ? ReadAtPace(destination, timeout) : _source.Read(destination, timeout);
        if (read.Status == SourceStatus.Data && read.CaptureTime >= 0)
        {
            _marker!.Add(destination[..(read.Frames * Format.Channels)], read.CaptureTime);
        }

        return read;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interrupted.Set();
        _source.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _interrupted.Dispose();
    }

    private SourceRead ReadAtPace(Span<float> destination, TimeSpan timeout)
    {
        var frames = Math.Min(_blockFrames, destination.Length / Format.Channels);
        var due = _begun + Format.ToNanoseconds(_frames + frames);
        if (!_clock.WaitUntil(Math.Min(due, _clock.DeadlineIn(timeout)), _interrupted) || _clock.Now < due) return SourceRead.Nothing;
        var read = _source.Read(destination[..(frames * Format.Channels)], timeout);
        if (read.Status != SourceStatus.Data) return read;
        var captured = _begun + Format.ToNanoseconds(_frames);
        _frames += read.Frames;
        return SourceRead.Data(read.Frames, captured);
    }
}

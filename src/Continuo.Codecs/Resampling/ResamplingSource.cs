using System.Numerics;
using System.Runtime.ExceptionServices;
using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Codecs.Resampling;

/// <summary>
/// A source at a given rate, made from one at another rate; transparent if the rates are equal. Gaps keep their position and duration,
/// capture times are those of the resampled frames, and all audio before an end, gap, pause or failure is delivered first. Used by one
/// thread, like any source.
/// </summary>
internal sealed class ResamplingSource : ISeekableSource
{
    /// <summary>Audio that is resampled before a seek target, so that the filter's state no longer depends on where it started.</summary>
    private static readonly TimeSpan Preroll = TimeSpan.FromMilliseconds(100);

    private readonly IAudioSource _inner;
    private readonly int _rate;
    private readonly int _blockFrames;
    private readonly ResamplerQuality _quality;

    private Resampler? _resampler;
    private float[] _input = [];
    private int _inputStart;
    private int _inputEnd;

    // A break (end, pause, gap, failure) is reported after all audio before it.
    private bool _draining;
    private SourceRead _break;
    private ExceptionDispatchInfo? _failure;

    // The gap to report with the next frames, in output frames.
    private long _gapFrames;
    private GapReason _gapReason;

    // The timeline since Open, including gaps, at both rates: their difference in time is never more than rounding.
    private long _inputPosition;
    private long _outputPosition;

    // The audio since the last break: frames written and read, and the last capture time with its position among the written frames.
    private long _fed;
    private long _given;
    private long _anchorFrame;
    private long _anchorTime = -1;

    /// <summary>Wraps a source that is not yet opened, and takes ownership of it.</summary>
    /// <param name="inner">The source at its own rate.</param>
    /// <param name="sampleRate">Output rate, 1 000…768 000.</param>
    /// <param name="blockFrames">Maximum number of frames per read of the source.</param>
    /// <param name="quality">Quality of the resampling.</param>
    public ResamplingSource(IAudioSource inner, int sampleRate, int blockFrames = 480, ResamplerQuality quality = ResamplerQuality.VeryHigh)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _ = new AudioFormat(sampleRate, 1); // refuses an impossible rate before anything is opened
        _inner = inner;
        _rate = sampleRate;
        _blockFrames = Math.Max(1, blockFrames);
        _quality = quality;
    }

    /// <inheritdoc/>
    public AudioFormat Format => _inner.Format.AtRate(_rate);

    /// <inheritdoc/>
    public SourcePace Pace => _inner.Pace;

    /// <inheritdoc/>
    public string Description => _inner.Description;

    /// <inheritdoc/>
    /// <exception cref="AudioException">As the source's own; <see cref="AudioErrorCode.LibraryMissing"/> if resampling is needed and
    /// libsoxr is not installed.</exception>
    public void Open()
    {
        _inner.Open();
        _resampler?.Dispose();
        _resampler = null;
        _draining = false;
        _failure = null;
        (_gapFrames, _gapReason) = (0, GapReason.None);
        (_inputStart, _inputEnd, _inputPosition, _outputPosition) = (0, 0, 0, 0);
        BeginStretch();
        if (_inner.Format.SampleRate == _rate) return;
        _resampler = new Resampler(_inner.Format.SampleRate, _rate, _inner.Format.Channels, _quality);
        if (_inner.Pace != SourcePace.Free) _resampler.KeepSpare(); // a gap resets it on the capture thread
        _input = new float[_blockFrames * _inner.Format.Channels];
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_resampler is null) return _inner.Read(destination, timeout);
        if (destination.Length < _inner.Format.Channels) return SourceRead.Nothing;
        while (true)
        {
            if (_draining)
            {
                var left = _resampler.Flush(destination);
                if (left > 0) return Deliver(left);
                EndStretch();
                if (_break.Status != SourceStatus.Data) return _break;
                Begin(_break);
            }

            if (_inputStart < _inputEnd)
            {
                _resampler.Process(_input.AsSpan(_inputStart.._inputEnd), destination, out var read, out var written);
                _inputStart += read * Format.Channels;
                _fed += read;
                _inputPosition += read;
                if (written > 0) return Deliver(written);
                continue;
            }

            var next = Fetch(timeout);
            if (_draining || next.Status == SourceStatus.Data) continue;
            return next;
        }
    }

    /// <inheritdoc/>
    public bool CanSeek => _inner is ISeekableSource { CanSeek: true };

    /// <inheritdoc/>
    public long Length =>
        _inner is not ISeekableSource { Length: >= 0 and var length } ? -1 : _resampler is null ? length : OutputFramesFor(length);

    /// <inheritdoc/>
    /// <remarks>
    /// The filter starts where frames of both rates coincide, so that its output equals that of reading on from the beginning, and far
    /// enough before the frame sought that it has settled. What lies between is read and thrown away.
    /// </remarks>
    public void Seek(long frame)
    {
        if (_inner is not ISeekableSource { CanSeek: true } inner)
        {
            throw new AudioException(AudioErrorCode.Unsupported, Description, "it is live and cannot seek", "Seek in files only");
        }

        if (_resampler is null)
        {
            inner.Seek(frame);
            return;
        }

        var common = (long)BigInteger.GreatestCommonDivisor(_inner.Format.SampleRate, _rate);
        var (stepIn, stepOut) = (_inner.Format.SampleRate / common, _rate / common);
        var step = Math.Max(0, frame - Format.ToFrames(Preroll)) / stepOut;
        inner.Seek(Math.Max(0, step * stepIn));
        _resampler.Reset();
        _draining = false;
        _failure = null;
        (_gapFrames, _gapReason) = (0, GapReason.None);
        (_inputStart, _inputEnd) = (0, 0);
        (_inputPosition, _outputPosition) = (step * stepIn, step * stepOut);
        BeginStretch();
        Skip(frame - (step * stepOut));
    }

    /// <inheritdoc/>
    public void Interrupt() => _inner.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose();
        _resampler?.Dispose();
    }

    /// <summary>Reads a block from the source. If it does not continue the previous one, the audio before it is delivered first.</summary>
    private SourceRead Fetch(TimeSpan timeout)
    {
        SourceRead read;
        try
        {
            read = _inner.Read(_input, timeout);
        }
        catch (AudioException e) when (_fed > 0)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _draining = true;
            return SourceRead.Nothing;
        }

        if (read.Status == SourceStatus.Nothing) return read;
        if (read.Status == SourceStatus.Data) (_inputStart, _inputEnd) = (0, read.Frames * Format.Channels);
        _draining = _fed > 0 && (read.Status != SourceStatus.Data || read.GapFrames > 0);
        _break = read;
        if (read.Status == SourceStatus.Data && !_draining) Begin(read);
        return read;
    }

    /// <summary>Applies the gap and the time of the block that is written next.</summary>
    private void Begin(in SourceRead read)
    {
        if (read.GapFrames > 0)
        {
            _inputPosition += read.GapFrames;
            _gapFrames += Math.Max(0, OutputFramesFor(_inputPosition) - _outputPosition - _gapFrames);
            _gapReason = read.GapReason;
        }

        if (read.CaptureTime >= 0) (_anchorFrame, _anchorTime) = (_fed, read.CaptureTime);
    }

    private SourceRead Deliver(int frames)
    {
        var time = -1L;
        if (_anchorTime >= 0)
        {
            // In input frames; the difference is small, so a double holds it to the nanosecond.
            var sinceAnchor = ((double)_given * _inner.Format.SampleRate / _rate) - _anchorFrame;
            time = Math.Max(0, _anchorTime + (long)Math.Round(sinceAnchor * 1e9 / _inner.Format.SampleRate));
        }

        var read = new SourceRead(SourceStatus.Data, frames, time, _gapFrames, _gapReason);
        _given += frames;
        _outputPosition += _gapFrames + frames;
        (_gapFrames, _gapReason) = (0, GapReason.None);
        return read;
    }

    private void Skip(long frames)
    {
        Span<float> skipped = stackalloc float[4096];
        while (frames > 0)
        {
            var read = Read(skipped[..(int)Math.Min(skipped.Length / Format.Channels * Format.Channels, frames * Format.Channels)],
                TimeSpan.Zero);
            if (read.Status != SourceStatus.Data) return; // the source ends before the target, and so does the next read
            frames -= read.Frames;
        }
    }

    private void EndStretch()
    {
        _draining = false;
        _resampler!.Reset();
        BeginStretch();
        if (_failure is not { } failure) return;
        _failure = null;
        failure.Throw();
    }

    private void BeginStretch() => (_fed, _given, _anchorFrame, _anchorTime) = (0, 0, 0, -1);

    private long OutputFramesFor(long inputFrames) =>
        (long)(((Int128)inputFrames * _rate + (_inner.Format.SampleRate / 2)) / _inner.Format.SampleRate);
}

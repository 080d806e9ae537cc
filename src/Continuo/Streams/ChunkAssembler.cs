using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>
/// Converts blocks of any size to chunks of one size and writes them to the ring, each with position, capture time, flags and gap. The
/// result does not depend on how the input is divided; the last chunk may be shorter. Used by the capture thread only.
/// </summary>
internal sealed class ChunkAssembler
{
    private readonly AudioRing _ring;
    private readonly MonotonicClock _clock;
    private readonly CaptureTimeline _timeline;
    private readonly CaptureCounters _counters;
    private readonly float _silence;
    private readonly float[] _chunk;
    private readonly int _channels;
    private int _frames;
    private int _filled;
    private long _position;
    private long _lastTime = long.MinValue / 2;
    private int _lastFrames;
    private Gap _gap;

    public ChunkAssembler(
        AudioRing ring,
        MonotonicClock clock,
        CaptureTimeline timeline,
        CaptureCounters counters,
        double silenceThresholdDb)
    {
        _ring = ring;
        _clock = clock;
        _timeline = timeline;
        _counters = counters;
        _silence = Decibels.ToGain(silenceThresholdDb);
        _channels = ring.Format.Channels;
        _chunk = GC.AllocateArray<float>(ring.ChunkFrames * _channels, pinned: true);
    }

    /// <summary>Number of frames that complete the chunk.</summary>
    [RealTime]
    public int Space => _ring.ChunkFrames - _frames;

    /// <summary>Appends frames × channels of audio.</summary>
    [RealTime]
    public void Append(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var take = Math.Min(samples.Length, Space * _channels);
            samples[..take].CopyTo(_chunk.AsSpan(_frames * _channels));
            samples = samples[take..];
            Grow(take / _channels);
        }
    }

    /// <summary>Appends frames of silence that fill time.</summary>
    [RealTime]
    public void AppendSilence(long frames)
    {
        _counters.FilledFrames += frames;
        while (frames > 0)
        {
            var take = (int)Math.Min(frames, Space);
            _chunk.AsSpan(_frames * _channels, take * _channels).Clear();
            frames -= take;
            _filled += take;
            Grow(take);
        }
    }

    /// <summary>Skips frames of the timeline; the partial chunk is written first, as a shorter chunk.</summary>
    [RealTime]
    public void AppendGap(Gap gap)
    {
        if (gap.IsEmpty) return;
        if (_frames > 0) Commit();
        _gap = new Gap(_gap.Frames + gap.Frames, 0, gap.Reason);
        _position += gap.Frames;
        _counters.Gaps++;
        _counters.GapFrames += gap.Frames;
    }

    /// <summary>Writes the partial chunk, and a gap that no audio followed.</summary>
    public void Flush()
    {
        if (_frames > 0 || !_gap.IsEmpty) Commit();
    }

    [RealTime]
    private void Grow(int frames)
    {
        _frames += frames;
        if (Space == 0) Commit();
    }

    // Capture times always increase, also while an earlier error is corrected: then by a tenth of the frames' duration.
    [RealTime]
    private long CaptureTime()
    {
        var least = _lastTime + Math.Max(1, _ring.Format.ToNanoseconds(_lastFrames) / 10);
        _lastTime = Math.Max(least, _timeline.CaptureTimeOf(_position));
        _lastFrames = _frames;
        return _lastTime;
    }

    [RealTime]
    private void Commit()
    {
        var samples = new ReadOnlySpan<float>(_chunk, 0, _frames * _channels);
        var silent = SilenceGate.IsSilent(samples, _silence);
        var flags = (silent ? ChunkFlags.Silent : 0)
            | (_gap.IsEmpty ? 0 : ChunkFlags.Discontinuity)
            | (_filled == _frames && _frames > 0 ? ChunkFlags.Filled : 0);
        var header = new ChunkHeader
        {
            Position = _position,
            CaptureTime = CaptureTime(),
            CommitTime = _clock.Now,
            GapFrames = _gap.Frames,
            GapReason = _gap.Reason,
            Flags = flags,
        };
        _ring.Write(samples, header);
        _counters.CountChunk(_frames, silent, header.CommitTime);
        _position += _frames;
        _gap = Gap.None;
        _frames = 0;
        _filled = 0;
    }
}

using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Engine;

/// <summary>
/// A ring that an application or a file reader fills, as an input of an <see cref="AudioEngine"/>. Its writer waits until the engine has
/// read its audio, so the engine's clock is the only one and there is no drift. If the writer is late, the gap is concealed by a short fade
/// and counted; the engine never waits. Sources with a clock of their own use a <see cref="StreamInput"/>.
/// </summary>
/// <remarks>Public members are thread-safe.</remarks>
internal sealed class RingInput : EngineInput
{
    /// <summary>A sample above this (+48 dBFS), or NaN, is an error of the writer and is played as silence.</summary>
    private const float MaxAmplitude = 256;

    // After a second without audio the input is considered paused: silence is then correct and not counted as late.
    private const int PauseSeconds = 1;

    private readonly RingReader _reader;
    private readonly AlignedSamples _block;
    private readonly int _blockFrames;
    private readonly int _ahead;
    private readonly int _pauseFrames;
    private bool _flowing;
    private int _idleFrames;
    private int _waitedFrames;

    // The part of the current chunk that has not been delivered.
    private int _at;
    private int _left;
    private bool _endsSound;
    private long _badSamples;
    private volatile bool _hasEnded;

    internal RingInput(int id, AudioRing ring, MixTrack track, int aheadChunks)
        : base(id, track)
    {
        Ring = ring;
        _ahead = aheadChunks;
        _blockFrames = ring.ChunkFrames;
        _pauseFrames = PauseSeconds * ring.Format.SampleRate;
        _block = new AlignedSamples(ring.ChunkFrames * ring.Format.Channels);
        _reader = ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
    }

    /// <summary>Whether its audio has ended and all of it has been played, or its writer has died.</summary>
    public override bool HasEnded => _hasEnded;

    /// <inheritdoc/>
    public override EngineInputKind Kind => Feeder is null ? EngineInputKind.Stream : EngineInputKind.Source;

    /// <inheritdoc/>
    public override long LateBlocks => Track.Statistics.LateBlocks;

    /// <summary>What ended its source early; <see langword="null"/> if nothing did.</summary>
    public AudioException? Failure => Feeder?.Failure;

    /// <summary>Number of samples that were NaN or extremely loud and were played as silence.</summary>
    public long BadSamples => Volatile.Read(ref _badSamples);

    /// <summary>Statistics of the input's ring, in blocks.</summary>
    public ReaderStatistics Statistics => _reader.Statistics;

    internal AudioRing Ring { get; }

    /// <summary>Fills the ring, if the source belongs to the engine.</summary>
    internal SourceFeeder? Feeder { get; init; }

    /// <inheritdoc/>
    public override EngineInputStatistics GetStatistics()
    {
        var (ring, track) = (Statistics, Track.Statistics);
        return new EngineInputStatistics(Id, Kind, ring.Written, ring.Read, ring.Pending, ring.Overrun, track.Dropouts, track.LateBlocks,
            track.LateFrames, BadSamples, EngineInputStatistics.PeakOf(Track.Meters), Name);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Feeder?.Dispose();
        _reader.Dispose();
        Ring.Dispose();
    }

    internal override void Probe() => _ = Ring.ProbeWriter();

    [RealTime]
    internal override void Deliver(int frames, long heard, long now)
    {
        if (_hasEnded || (_left == 0 && !TakeChunk(frames))) return;
        var (channels, part) = (Ring.Format.Channels, Math.Min(frames, _left));
        Track.Deliver(_block.Span.Slice(_at * channels, part * channels));
        _at += part;
        _left -= part;
        if (_left > 0 || !_endsSound) return;
        Track.End();
        _flowing = false;
    }

    /// <summary>Reads the next chunk from the ring, if it is available and due.</summary>
    [RealTime]
    private bool TakeChunk(int frames)
    {
        if (!_flowing && !MayBegin(frames)) return false;
        switch (_reader.TryRead(_block.Span, out var header, out var gap))
        {
            case ReadStatus.Chunk:
                _reader.Acknowledge();
                if (!Ring.IsWrittenHere) SilenceBadSamples(_block.Span[..(header.Frames * Ring.Format.Channels)]);
                if (!gap.IsEmpty || (header.Flags & ChunkFlags.Discontinuity) != 0) Track.Break();

                // A short chunk is the end of a sound.
                (_at, _left, _endsSound) = (0, header.Frames, header.Frames < _blockFrames);
                return true;
            case ReadStatus.End:
                Track.End();
                _hasEnded = true;
                return false;
            default:
                // Late. The write-ahead is restored before the audio continues; otherwise the next block would be late as well.
                _flowing = false;
                return false;
        }
    }

    /// <summary>
    /// Starts when the write-ahead is complete, no more audio will come, or that much time has passed since the first block.
    /// </summary>
    [RealTime]
    private bool MayBegin(int frames)
    {
        var available = _reader.Available;
        if (available == 0 && !_reader.IsOver)
        {
            if (_idleFrames < _pauseFrames && (_idleFrames += frames) >= _pauseFrames) Track.End();
            return false;
        }

        _idleFrames = 0;
        _waitedFrames += frames;
        if (available < _ahead && _waitedFrames < _ahead * _blockFrames && !_reader.IsOver) return false;
        (_flowing, _waitedFrames) = (true, 0);
        return true;
    }

    [RealTime]
    private void SilenceBadSamples(Span<float> samples)
    {
        foreach (ref var sample in samples)
        {
            if (MathF.Abs(sample) <= MaxAmplitude) continue; // also false for NaN
            sample = 0;
            Volatile.Write(ref _badSamples, _badSamples + 1);
        }
    }
}

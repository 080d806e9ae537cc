using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;

namespace Continuo.Server.Players;

/// <summary>What a player plays, as a live source. Idle while no player plays to the link.</summary>
internal sealed class PlayerSource(PlayerLink link, MonotonicClock clock) : IAudioSource
{
    private static readonly RingReaderOptions Reading = RingReaderOptions.Default;

    // A chunk that is read in parts, by a stream with shorter chunks.
    private readonly float[] _chunk = GC.AllocateArray<float>(PlayerLink.ChunkFrames * link.Ring.Format.Channels, pinned: true);
    private RingReader? _reader;
    private ChunkHeader _header;
    private int _taken; // frames of the chunk
    private volatile bool _interrupted;

    public AudioFormat Format => link.Ring.Format;

    public SourcePace Pace => SourcePace.Device;

    public string Description => $"what the player '{link.Name}' plays";

    public void Open()
    {
        _interrupted = false;
        _reader?.Dispose();
        (_header, _taken) = (default, 0);
        _reader = link.Ring.OpenReader(Reading with { Clock = clock });
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_reader is not { } reader || _interrupted) return SourceRead.Nothing;
        var gap = Gap.None;
        if (_taken == _header.Frames)
        {
            _header = default;
            _taken = 0;
            var status = reader.TryRead(_chunk, out _header, out gap);
            if (status == ReadStatus.Empty && reader.Wait(timeout) && !_interrupted) status = reader.TryRead(_chunk, out _header, out gap);
            if (status == ReadStatus.End) return SourceRead.End;
            if (status != ReadStatus.Chunk) return link.IsWritten ? SourceRead.Nothing : SourceRead.Idle(clock.Now);
        }

        var channels = Format.Channels;
        var frames = Math.Min(_header.Frames - _taken, destination.Length / channels);
        _chunk.AsSpan(_taken * channels, frames * channels).CopyTo(destination);
        var time = _header.CaptureTime + Format.ToNanoseconds(_taken);
        _taken += frames;
        return new SourceRead(SourceStatus.Data, frames, time, gap.Frames, gap.Reason);
    }

    public void Interrupt()
    {
        _interrupted = true;
        _reader?.CancelWait();
    }

    public void Dispose() => _reader?.Dispose();
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;

namespace Continuo.Rooms.Outputs;

/// <summary>
/// A listener's mix as a live source, so that a stream records, plays and sends it like any other:
/// <code>
/// var mix = new RoomMixSource(room.Options);
/// room.AddListener(new ListenerOptions { MemberId = "desk" }, mix);
/// using var stream = AudioStream.Open("mix", () => mix);
/// </code>
/// </summary>
/// <remarks>
/// One stream reads, for one run; the stream owns the source. While the room does not tick, because no one speaks, the source is idle and
/// the stream fills with silence. Delivery is real-time-safe.
/// </remarks>
public sealed class RoomMixSource : IAudioSource, IListenerOutput
{
    private const int RingSeconds = 10;

    private readonly AudioRing _ring;
    private readonly MonotonicClock _clock;
    private readonly float[] _chunk;
    private RingReader? _reader;
    private ChunkHeader _header;
    private int _taken; // frames of the chunk
    private long _next = -1; // position of the next block
    private long _origin; // time of position 0
    private volatile bool _interrupted;

    /// <summary>Creates the source of a room's mix.</summary>
    /// <param name="room">Options of the room.</param>
    /// <param name="clock">The room's clock; <see langword="null"/> for the system's.</param>
    public RoomMixSource(RoomOptions room, MonotonicClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(room);
        (Format, _clock) = (room.Format, clock ?? MonotonicClock.System);
        _ring = new AudioRing(Format, room.BlockFrames, RingSeconds * Format.SampleRate / room.BlockFrames);
        _chunk = GC.AllocateArray<float>(room.BlockFrames * Format.Channels, pinned: true);
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => "the mix of a room";

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        // The room counts frames by the same clock: times follow from positions, without the jitter of the ticks.
        if (_next < 0) (_next, _origin) = (block.Position, _clock.Now - Format.ToNanoseconds(block.Position + _ring.ChunkFrames));
        var header = new ChunkHeader { CaptureTime = _origin + Format.ToNanoseconds(block.Position), Position = block.Position };
        header.GapFrames = Math.Max(0, block.Position - _next);
        _ring.Write(block.Samples, header);
        _next = block.Position + _ring.ChunkFrames;
    }

    /// <inheritdoc/>
    public void Open()
    {
        _interrupted = false;
        _reader?.Dispose();
        (_header, _taken) = (default, 0);
        _reader = _ring.OpenReader(RingReaderOptions.Default with { Clock = _clock });
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_reader is not { } reader || _interrupted) return SourceRead.Nothing;
        var gap = Gap.None;
        if (_taken == _header.Frames)
        {
            (_header, _taken) = (default, 0);
            var status = reader.TryRead(_chunk, out _header, out gap);
            if (status == ReadStatus.Empty && reader.Wait(timeout) && !_interrupted) status = reader.TryRead(_chunk, out _header, out gap);
            if (status == ReadStatus.End) return SourceRead.End;
            if (status != ReadStatus.Chunk) return SourceRead.Idle(_clock.Now);
        }

        var frames = Math.Min(_header.Frames - _taken, destination.Length / Format.Channels);
        _chunk.AsSpan(_taken * Format.Channels, frames * Format.Channels).CopyTo(destination);
        var time = _header.CaptureTime + Format.ToNanoseconds(_taken);
        _taken += frames;
        return new SourceRead(SourceStatus.Data, frames, time, gap.Frames, gap.Reason);
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interrupted = true;
        _reader?.CancelWait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        _ring.Dispose();
    }
}

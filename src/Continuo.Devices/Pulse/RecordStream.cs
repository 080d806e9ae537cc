using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Pulse.Interop;
using Continuo.Devices.Timing;
using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse;

/// <summary>
/// A record stream on a connection: its delivered frames with their positions and capture times. Used by the connection's thread only.
/// </summary>
internal sealed unsafe class RecordStream : IDisposable
{
    // A wall clock adjusted by less than this counts as unchanged; slewing is far below per reading.
    private const long SetNanoseconds = 5_000_000;

    private readonly bool _ownsContext;
    private readonly AudioFormat _format;
    private readonly int _frameBytes;
    private readonly bool _isMonitor;
    private readonly CaptureClock _times;
    private readonly int _fragmentFrames;
    private readonly string? _device;
    private readonly uint? _sinkInput;
    private nint _context;
    private nint _stream;
    private int _state; // as of the last iteration of the loop: each query of libpulse is a system call
    private bool _isSuspended;
    private float* _block;
    private int _blockFrames;
    private int _blockNext;
    private long _blockPosition;
    private long _seenEnd;
    private long _reportedAt;
    private bool _slept;
    private long _dayOffset;
    private nint _toldSeconds;
    private nint _toldMicroseconds;

    /// <summary>Starts a stream, which delivers when the server has accepted it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="format">Format requested from the server.</param>
    /// <param name="fragmentFrames">Size of a delivery.</param>
    /// <param name="device">The source to record; <see langword="null"/>: the default, or that of the sink input.</param>
    /// <param name="sinkInput">The sink input to record alone; <see langword="null"/>: all of the source.</param>
    /// <param name="isMonitor">Whether it records a sink; a frame is then captured when the sink accepts it.</param>
    public RecordStream(PulseConnection connection, AudioFormat format, int fragmentFrames, string? device, uint? sinkInput, bool isMonitor)
    {
        _ownsContext = connection.HasContextPerStream;
        _format = format;
        _frameBytes = format.Channels * sizeof(float);
        _isMonitor = isMonitor;
        _fragmentFrames = fragmentFrames;
        _device = device;
        _sinkInput = sinkInput;
        _times = new CaptureClock(format);
        _context = connection.TakeContext();
        _dayOffset = ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100) - SystemClock.Instance.Now;
        Follow();
    }

    /// <summary>Whether the server has accepted the stream.</summary>
    [RealTime]
    public bool IsReady => _stream != 0 && _state == LibPulse.StreamReady;

    /// <summary>Whether the server has refused or ended the stream.</summary>
    public bool IsClosed => _context == 0
        || (_stream == 0
        ? LibPulse.ContextState(_context) >= LibPulse.ContextFailed
        : _state is not (LibPulse.StreamReady or LibPulse.StreamCreating));

    /// <summary>Whether it was ever accepted: a stream that ended without was refused by the server.</summary>
    public bool WasReady { get; private set; }

    /// <summary>Whether the device is suspended, so that nothing will arrive.</summary>
    public bool IsSuspended => IsReady && _isSuspended;

    /// <summary>When the server last reported the stream's timing, which it does at least every 1.5 s.</summary>
    public long ReportedAt => _reportedAt;

    /// <summary>
    /// Whether it records a sink that has rendered nothing since the stream began: an idle sink may have rendered seconds ahead.
    /// </summary>
    public bool IsAwaitingSink => _isMonitor && IsReady && _seenEnd == 0;

    /// <summary>Duration for which the server buffers unread audio.</summary>
    public TimeSpan GrantedBuffer => IsReady && LibPulse.StreamBuffer(_stream) is var granted && granted != null
        ? _format.ToTime(granted->MaxLength / _frameBytes)
        : TimeSpan.Zero;

    /// <summary>Number of frames per delivery of the server.</summary>
    public int GrantedFragment => IsReady && LibPulse.StreamBuffer(_stream) is var granted && granted != null
        ? (int)(granted->FragmentSize / _frameBytes)
        : 0;

    /// <summary>Position of the next frame, in frames since the stream's start.</summary>
    [RealTime]
    public long Position => _blockPosition + _blockNext;

    /// <summary>Number of frames delivered since its start, read or not.</summary>
    [RealTime]
    public long SeenEnd => _seenEnd;

    /// <summary>Capture time of the next frame. Only after something has arrived.</summary>
    [RealTime]
    public long CaptureTime => _times.TimeOf(Position);

    /// <summary>
    /// Processes what has arrived and the server's timing. Call after each iteration of the loop and <see cref="Follow"/>.
    /// </summary>
    /// <param name="clock">Clock of the capture times.</param>
    /// <param name="waited">Whether the iteration had to wait, so that there was no backlog.</param>
    [RealTime]
    public void Observe(MonotonicClock clock, bool waited)
    {
        if (!IsReady) return;
        WasReady = true;
        _isSuspended = LibPulse.StreamIsSuspended(_stream) > 0;
        _slept |= _isSuspended;
        var readable = LibPulse.StreamReadable(_stream);
        if (readable == nuint.MaxValue) return;
        var now = clock.Now;
        var end = _blockPosition + (long)readable / _frameBytes;
        if (end > _seenEnd)
        {
            // Frames continue after a suspension of the device, time does not.
            if (_slept) _times.Reset();
            _slept = false;
            _seenEnd = end;
            _times.Arrived(end, now, waited);
        }

        var timing = LibPulse.StreamTiming(_stream);
        if (timing == null || (timing->Seconds == _toldSeconds && timing->Microseconds == _toldMicroseconds)) return;
        (_toldSeconds, _toldMicroseconds) = (timing->Seconds, timing->Microseconds);
        _reportedAt = now;
        // What is rendered next will be heard after everything rendered before; until the first block nothing else is known.
        var exact = _isMonitor && timing->SinkMicroseconds > 0;
        if (timing->WriteIndexCorrupt != 0 || (timing->WriteIndex <= 0 && !exact) || _isSuspended) return;
        // The server's timestamps are wall-clock times; the difference to now converts them to our clock. A timestamp from before the wall
        // clock was set is useless.
        var day = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        var wasSet = Math.Abs(day - now - _dayOffset) > SetNanoseconds;
        _dayOffset = day - now;
        var ago = day - ((timing->Seconds * 1_000_000L + timing->Microseconds) * 1000);
        if (wasSet || ago is < 0 or > 5_000_000_000) return;
        // A sink's frame counts as captured one fragment before it is heard, when a sink of that latency accepts it.
        var device = exact ? _format.ToNanoseconds(_fragmentFrames) - ((long)timing->SinkMicroseconds * 1000)
            : _isMonitor ? 0 : (long)timing->SourceMicroseconds * 1000;
        _times.ReportTime(timing->WriteIndex / _frameBytes, now - ago - device, now, exact);
    }

    /// <summary>
    /// Frames were lost before the next one, which the server has not reported: all following frames were captured that much later.
    /// </summary>
    [RealTime]
    public void Delay(int frames) => _times.Shift(_format.ToNanoseconds(frames));

    /// <summary>Returns the next frames without consuming them.</summary>
    /// <param name="samples">The frames; empty if there is a hole or nothing.</param>
    /// <param name="holeFrames">Number of frames that the server has lost here.</param>
    /// <returns>Whether there are frames or a hole.</returns>
    [RealTime]
    public bool TryPeek(out ReadOnlySpan<float> samples, out int holeFrames)
    {
        samples = default;
        holeFrames = 0;
        while (_blockFrames == 0)
        {
            float* block;
            nuint bytes;
            if (!IsReady || Position >= _seenEnd || LibPulse.StreamPeek(_stream, &block, &bytes) < 0 || bytes == 0) return false;
            _block = block;
            (_blockFrames, _blockNext) = ((int)((long)bytes / _frameBytes), 0);
            if (_blockFrames == 0) _ = LibPulse.StreamDrop(_stream);
        }

        // Safety: libpulse keeps the block until it is dropped, which Take does when all of it is consumed.
        if (_block == null) holeFrames = _blockFrames - _blockNext;
        else
        {
            samples = new ReadOnlySpan<float>(_block + ((long)_blockNext * _format.Channels),
                (_blockFrames - _blockNext) * _format.Channels);
        }

        return true;
    }

    /// <summary>Consumes frames returned by <see cref="TryPeek"/>.</summary>
    [RealTime]
    public void Take(int frames)
    {
        _blockNext += frames;
        if (_blockNext < _blockFrames) return;
        _ = LibPulse.StreamDrop(_stream);
        _blockPosition += _blockFrames;
        _block = null;
        (_blockFrames, _blockNext) = (0, 0);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        if (_stream != 0)
        {
            _ = LibPulse.StreamDisconnect(_stream);
            LibPulse.StreamUnref(_stream);
        }

        if (_ownsContext) PulseConnection.Release(_context);
        (_stream, _context) = (0, 0);
        _block = null;
        (_blockFrames, _blockNext) = (0, 0);
    }

    /// <summary>
    /// Requests the stream from the server as soon as its connection is established, then follows its state. Call after each iteration of
    /// the loop, before anything else.
    /// </summary>
    public void Follow()
    {
        if (_stream != 0) _state = LibPulse.StreamState(_stream);
        else if (_context != 0 && LibPulse.ContextState(_context) == LibPulse.ContextReady) Ask();
    }

    private void Ask()
    {
        var spec = new SampleSpec
        {
            Format = LibPulse.Float32LittleEndian,
            Rate = (uint)_format.SampleRate,
            Channels = (byte)_format.Channels
        };
        var map = PulseChannels.MapOf(_format.Layout);
        // The session manager must not restore a volume that was once set for a recorder: the application's audio is captured as it is
        // played.
        var properties = LibPulse.PropertiesNew();
        _ = LibPulse.PropertySet(properties, "state.restore-props", "false");
        _ = LibPulse.PropertySet(properties, "state.restore-target", "false");
        _stream = LibPulse.StreamNew(_context, "capture", &spec, &map, properties);
        LibPulse.PropertiesFree(properties);

        // Requests the longest buffer, so that the server keeps audio that we are too late to read.
        var buffer = new BufferAttributes
        {
            MaxLength = uint.MaxValue,
            TargetLength = uint.MaxValue,
            PreBuffer = uint.MaxValue,
            MinRequest = uint.MaxValue,
            FragmentSize = (uint)(_fragmentFrames * _frameBytes),
        };
        const int Flags = LibPulse.AdjustLatency | LibPulse.AutoTimingUpdate | LibPulse.DontMove;
        if (_stream == 0) Dispose();
        else if (_sinkInput is { } index && LibPulse.StreamSetMonitor(_stream, index) < 0) Dispose();
        else if (LibPulse.StreamConnectRecord(_stream, _device, &buffer, Flags) < 0) Dispose();
        else _state = LibPulse.StreamCreating;
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Server.Players;

/// <summary>
/// The output of a player as a stream's source: writes each block to the link's ring at the moment its last frame has been played by the
/// clock, stamped with the time of its first. It buffers nothing, so the audio heard was mixed one block ago.
/// </summary>
internal sealed class PlayerOutput(PlayerLink link, MonotonicClock clock) : IOutputDevice
{
    // A writer that is later than this has stalled: the audio it missed becomes a gap. A writer that is less late catches up.
    private const long StallNanoseconds = 200_000_000;

    private readonly Interruption _interruption = new();
    private readonly WakeSignal _wake = new();
    private AudioFormat _format = AudioFormat.Default;
    private bool _isOpen;
    private long _start; // when the first frame was played, had there been no standstill
    private long _written;
    private long _underruns;

    public string Description => $"player:{link.Name}";

    public long FramesWritten => _written;

    /// <summary>None: a write returns when its audio has been played.</summary>
    public long LatencyFrames => 0;

    public long Underruns => Volatile.Read(ref _underruns);

    public void Open(AudioFormat format)
    {
        if (format != link.Ring.Format)
        {
            throw new AudioException(AudioErrorCode.Unsupported, Description, $"it takes {link.Ring.Format}, not {format}",
                "Play with that format");
        }

        _interruption.Clear();
        _wake.Reset();
        if (!_isOpen) link.Take();
        _isOpen = true;
        _format = format;
        _written = 0;
    }

    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        _interruption.ThrowIfRequested();
        if (_written == 0) return true;
        var room = _start + _format.ToNanoseconds(_written);
        var limit = clock.DeadlineIn(timeout);
        WaitUntil(Math.Min(room, limit));
        return room <= limit;
    }

    public bool TryHold(int frames) => false;

    [RealTime]
    public int PieceFrames(int blockFrames) => blockFrames;

    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        var now = clock.Now;
        if (_written == 0) _start = now;
        var late = now - _start - _format.ToNanoseconds(_written);
        if (late > StallNanoseconds)
        {
            Volatile.Write(ref _underruns, _underruns + 1);
            _start += late;
        }

        var channels = _format.Channels;
        while (samples.Length >= channels)
        {
            var frames = Math.Min(samples.Length / channels, PlayerLink.ChunkFrames);
            var begin = _start + _format.ToNanoseconds(_written);
            WaitUntil(_start + _format.ToNanoseconds(_written + frames));
            link.Ring.Write(
                samples[..(frames * channels)],
                new ChunkHeader { Position = _written, CaptureTime = begin, CommitTime = clock.Now });
            _written += frames;
            samples = samples[(frames * channels)..];
        }
    }

    public void Finish() => Close();

    public void Interrupt()
    {
        _interruption.Request();
        _wake.Set();
    }

    public void Dispose() => Close(); // the signal's memory goes with the last reference: an interruption may come at any time

    private void Close()
    {
        if (!_isOpen) return;
        _isOpen = false;
        link.Give();
    }

    private void WaitUntil(long deadline)
    {
        clock.WaitUntil(deadline, _wake);
        _interruption.ThrowIfRequested();
    }
}

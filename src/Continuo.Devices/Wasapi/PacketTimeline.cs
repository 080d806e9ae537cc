using Continuo.Audio;
using Continuo.Devices.Timing;
using Continuo.Diagnostics;

namespace Continuo.Devices.Wasapi;

/// <summary>
/// Decides for each packet when it was captured and how many frames are missing before it, and fills the time in which a loopback delivers
/// nothing. Needs no Windows. Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// <para>The device's own time is used while it is valid and plausible. A wrong one (the flag, or a time that is not near the arrival, as
/// some drivers report it) is replaced by the time that follows from the arrivals.</para>
/// <para>Only a packet with the flag of a discontinuity can have lost frames: the device position of a loopback stands still while nothing
/// plays, and some drivers count it wrongly. The first packet of a stream carries the flag without a loss.</para>
/// </remarks>
[RealTime]
internal sealed class PacketTimeline
{
    /// <summary>Without a packet for this long, a loopback is idle.</summary>
    public const long IdleNanoseconds = 60_000_000;

    private const long PlausibleNanoseconds = 1_000_000_000;
    private const long UnitNanoseconds = 100;

    private readonly CaptureClock _arrivals;
    private long _position;
    private long _nextDevicePosition;
    private long _lastArrival = -1;
    private bool _hasPacket;
    private bool _wasIdle;

    /// <param name="format">Format of the stream.</param>
    public PacketTimeline(AudioFormat format) => _arrivals = new CaptureClock(format);

    /// <summary>Number of packets whose time could not be used.</summary>
    public long WrongTimes { get; private set; }

    /// <summary>Begins a stream.</summary>
    /// <param name="now">Current time in nanoseconds of the performance counter.</param>
    public void Start(long now)
    {
        _arrivals.Reset();
        (_position, _nextDevicePosition, _lastArrival, _hasPacket, _wasIdle) = (0, 0, now, false, false);
    }

    /// <summary>Places a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="now">Time of its arrival, in nanoseconds of the performance counter.</param>
    /// <returns>Capture time of its first frame in nanoseconds, and the number of frames lost before it.</returns>
    public (long Time, long LostFrames) Place(in CapturePacket packet, long now)
    {
        var lost = packet.IsDiscontinuous && _hasPacket && !_wasIdle ? Math.Max(0, packet.DevicePosition - _nextDevicePosition) : 0;
        // After a pause, arrivals before it say nothing of this packet.
        if (_wasIdle || lost > 0) _arrivals.Reset();
        _position += lost;
        _arrivals.Arrived(_position + packet.Frames, now, waited: true);
        var time = packet.CounterTime * UnitNanoseconds;
        if (packet.IsTimeWrong || packet.CounterTime <= 0 || Math.Abs(now - time) > PlausibleNanoseconds)
        {
            WrongTimes++;
            time = _arrivals.TimeOf(_position);
        }

        _position += packet.Frames;
        (_nextDevicePosition, _lastArrival, _hasPacket, _wasIdle) = (packet.DevicePosition + packet.Frames, now, true, false);
        return (time, lost);
    }

    /// <summary>Records that no packet has arrived.</summary>
    /// <param name="now">Current time in nanoseconds of the performance counter.</param>
    /// <returns>Whether the loopback is idle, so that silence is to be filled in.</returns>
    public bool IsIdle(long now)
    {
        if (now - _lastArrival < IdleNanoseconds) return false;
        return _wasIdle = true;
    }
}

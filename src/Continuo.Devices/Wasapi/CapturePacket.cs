using Continuo.Diagnostics;

namespace Continuo.Devices.Wasapi;

/// <summary>What WASAPI says of one packet of captured audio.</summary>
/// <param name="Frames">Number of frames.</param>
/// <param name="DevicePosition">Position of the first frame in the device's stream, in frames.</param>
/// <param name="CounterTime">Time of the first frame at the device, in units of 100 ns of the performance counter.</param>
/// <param name="IsDiscontinuous">Frames before this packet were lost (<c>AUDCLNT_BUFFERFLAGS_DATA_DISCONTINUITY</c>).</param>
/// <param name="IsTimeWrong"><paramref name="CounterTime"/> is not valid (<c>AUDCLNT_BUFFERFLAGS_TIMESTAMP_ERROR</c>).</param>
[RealTime]
internal readonly record struct CapturePacket(int Frames, long DevicePosition, long CounterTime, bool IsDiscontinuous, bool IsTimeWrong);

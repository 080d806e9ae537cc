using System.Globalization;
using Continuo.Diagnostics;

namespace Continuo.Devices.Alsa;

/// <summary>What a device has granted. Immutable.</summary>
/// <param name="Sample">Format of its samples.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="PeriodFrames">Frames between two wake-ups of the device.</param>
/// <param name="BufferFrames">Size of its buffer in frames.</param>
internal sealed record AlsaGrant(AlsaSampleFormat Sample, int SampleRate, int Channels, int PeriodFrames, int BufferFrames)
{
    /// <summary>Bytes per frame.</summary>
    [RealTime]
    public int FrameBytes => Sample.Bytes * Channels;

    /// <summary>For example <c>s32, period 480, buffer 24000 frames (500 ms)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Sample.Name}, period {PeriodFrames}, buffer {BufferFrames} frames ({BufferFrames * 1000.0 / SampleRate:0.#} ms)");
}

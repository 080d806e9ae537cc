namespace Continuo.Simulation.Playout;

/// <summary>The fixed sizes of a run.</summary>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="FramesPerPacket">Length of each packet.</param>
/// <param name="FramesPerTick">Number of frames per read of the consumer.</param>
public readonly record struct PlayoutFormat(int SampleRate, int FramesPerPacket, int FramesPerTick)
{
    /// <summary>Converts frames to milliseconds.</summary>
    public double ToMs(double frames) => frames * 1000 / SampleRate;

    /// <summary>Converts milliseconds to frames, rounded to the nearest.</summary>
    public int ToFrames(double ms) => (int)Math.Round(ms * SampleRate / 1000);
}

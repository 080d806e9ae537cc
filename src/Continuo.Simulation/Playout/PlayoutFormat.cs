namespace Continuo.Simulation.Playout;

/// <summary>The fixed sizes of a run.</summary>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="FramesPerPacket">The length of each packet.</param>
/// <param name="FramesPerTick">How many frames the consumer asks for each time.</param>
public readonly record struct PlayoutFormat(int SampleRate, int FramesPerPacket, int FramesPerTick)
{
    /// <summary>Frames as milliseconds.</summary>
    public double ToMs(double frames) => frames * 1000 / SampleRate;

    /// <summary>Milliseconds as frames, rounded to the nearest.</summary>
    public int ToFrames(double ms) => (int)Math.Round(ms * SampleRate / 1000);
}

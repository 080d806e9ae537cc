using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Networks;

/// <summary>How the packets of a trace are sent.</summary>
public sealed record PacketSender
{
    /// <summary>Frames per second of the sender's clock.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>Frames in each packet.</summary>
    public int FramesPerPacket { get; init; } = 960;

    /// <summary>Copies of how many earlier packets each carries (RFC 2198).</summary>
    public int Copies { get; init; }

    /// <summary>The sender's clock.</summary>
    public ClockModel Clock { get; init; } = ClockModel.Steady;

    /// <summary>Mean duration of speech before a pause without packets; <see cref="double.PositiveInfinity"/> for always.</summary>
    public double MeanTalkMs { get; init; } = double.PositiveInfinity;

    /// <summary>Mean length of a pause.</summary>
    public double MeanPauseMs { get; init; }
}

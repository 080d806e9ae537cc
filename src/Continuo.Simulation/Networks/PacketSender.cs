using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Networks;

/// <summary>The sender of a trace's packets.</summary>
public sealed record PacketSender
{
    /// <summary>Frames per second of the sender's clock.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>Frames in each packet.</summary>
    public int FramesPerPacket { get; init; } = 960;

    /// <summary>Number of earlier packets repeated in each packet (RFC 2198).</summary>
    public int Copies { get; init; }

    /// <summary>The sender's clock.</summary>
    public ClockModel Clock { get; init; } = ClockModel.Steady;

    /// <summary>Mean duration of speech before a pause without packets; <see cref="double.PositiveInfinity"/> for always.</summary>
    public double MeanTalkMs { get; init; } = double.PositiveInfinity;

    /// <summary>Mean duration of a pause.</summary>
    public double MeanPauseMs { get; init; }
}

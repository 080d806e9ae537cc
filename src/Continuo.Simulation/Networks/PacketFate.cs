namespace Continuo.Simulation.Networks;

/// <summary>What happens to one packet on its way; each impairment in turn adds its part.</summary>
public sealed class PacketFate
{
    /// <summary>When it was sent, in milliseconds of the world's time.</summary>
    public double SentMs { get; set; }

    /// <summary>How long it travels, in milliseconds.</summary>
    public double DelayMs { get; set; }

    /// <summary>Whether it never arrives.</summary>
    public bool IsLost { get; set; }

    /// <summary>If not NaN, a second copy arrives that much later than the first.</summary>
    public double DuplicateAfterMs { get; set; } = double.NaN;

    /// <summary>When it is at this point of its way.</summary>
    public double ArrivalMs => SentMs + DelayMs;
}

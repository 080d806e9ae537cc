namespace Continuo.Simulation.Networks;

/// <summary>State of one packet on its way; each impairment in turn changes it.</summary>
public sealed class PacketFate
{
    /// <summary>Send time, in milliseconds of world time.</summary>
    public double SentMs { get; set; }

    /// <summary>Delay so far, in milliseconds.</summary>
    public double DelayMs { get; set; }

    /// <summary>Whether it is lost.</summary>
    public bool IsLost { get; set; }

    /// <summary>If not NaN, a second copy arrives this much later than the first.</summary>
    public double DuplicateAfterMs { get; set; } = double.NaN;

    /// <summary>Time at which it is at this point of its way.</summary>
    public double ArrivalMs => SentMs + DelayMs;
}

namespace Continuo.Engine.Reports;

/// <summary>How an <see cref="AudioEngine"/> is doing.</summary>
public enum EngineState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped,

    /// <summary>The sink is being opened.</summary>
    Starting,

    /// <summary>A block is rendered whenever the sink wants one.</summary>
    Flowing,

    /// <summary>The sink has gone away and is opened again and again. Time goes on by the clock, unheard.</summary>
    Recovering,

    /// <summary>The sink is there and takes nothing: its server hangs, or the device sleeps. Time goes on by the clock, unheard.</summary>
    Stalled,
}

namespace Continuo.Engine.Statistics;

/// <summary>State of an <see cref="AudioEngine"/>.</summary>
public enum EngineState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped,

    /// <summary>The sink is being opened.</summary>
    Starting,

    /// <summary>Playing: a block is rendered whenever the sink requests one.</summary>
    Flowing,

    /// <summary>The sink was lost and is being reopened. Inputs advance by the clock without output.</summary>
    Recovering,

    /// <summary>
    /// The sink accepts no audio: its server hangs or the device is suspended. Inputs advance by the clock without output.
    /// </summary>
    Stalled,
}

namespace Continuo.Engine.Statistics;

/// <summary>State and statistics of an <see cref="AudioEngine"/>.</summary>
/// <param name="ProcessId">Process id of the engine.</param>
/// <param name="State">Current state.</param>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Blocks">Blocks rendered since the start. For a device that requests parts of blocks, the number of parts.</param>
/// <param name="Frames">Frames rendered since the start.</param>
/// <param name="Underruns">Underruns since the start. Includes inaudible ones during warm-up, while code is compiled.</param>
/// <param name="Losses">Number of times the sink was lost.</param>
/// <param name="LateBlocks">Blocks in which an input was late, summed over the open inputs.</param>
/// <param name="Causes">Underruns and missing audio, by cause.</param>
/// <param name="OverBudget">Blocks whose rendering took longer than their duration. Counted since the end of the warm-up, like the
/// render times.</param>
/// <param name="RenderP50Percent">Median of render time relative to block duration, in percent.</param>
/// <param name="RenderP99Percent">99th percentile of render time relative to block duration, in percent.</param>
/// <param name="RenderP999Percent">99.9th percentile of render time relative to block duration, in percent.</param>
/// <param name="RenderMaxPercent">Maximum of render time relative to block duration, in percent.</param>
/// <param name="IsWarm">
/// Whether the warm-up is complete. Collections and allocations are counted since then; before, since the start.
/// </param>
/// <param name="Collections">Garbage collections of the process, of any generation, since the end of the warm-up.</param>
/// <param name="AllocatedBytes">
/// Bytes allocated by all threads of the process since the end of the warm-up, exact to 8 KB per thread.
/// </param>
/// <param name="MixAllocatedBytes">Bytes allocated by the mixing thread since the end of the warm-up, exact.</param>
/// <param name="Level">Current level of the louder output channel; 1 is full scale.</param>
/// <param name="TruePeakDb">Maximum true peak of the output, in dBTP.</param>
/// <param name="Momentary">Momentary loudness of the output (400 ms), in LUFS.</param>
/// <param name="ShortTerm">Short-term loudness of the output (3 s), in LUFS.</param>
/// <param name="Integrated">Integrated (gated) loudness of the output, in LUFS.</param>
/// <param name="LatencyFrames">Latency of the output in frames: limiter, sink and device.</param>
/// <param name="To">The address of the sink.</param>
/// <param name="Sink">Description of the sink.</param>
/// <param name="PriorityRefusal">Why the mixing thread has no real-time priority; empty if it has.</param>
/// <param name="MemoryRefusal">Why the process's memory is not locked; empty if it is.</param>
/// <param name="Failure">Why the sink was last lost; empty if it never was.</param>
public readonly record struct EngineStatistics(
    int ProcessId,
    EngineState State,
    int Inputs,
    long Blocks,
    long Frames,
    long Underruns,
    long Losses,
    long LateBlocks,
    UnderrunCauses Causes,
    long OverBudget,
    double RenderP50Percent,
    double RenderP99Percent,
    double RenderP999Percent,
    double RenderMaxPercent,
    bool IsWarm,
    long Collections,
    long AllocatedBytes,
    long MixAllocatedBytes,
    float Level,
    double TruePeakDb,
    double Momentary,
    double ShortTerm,
    double Integrated,
    long LatencyFrames,
    string To,
    string Sink,
    string PriorityRefusal,
    string MemoryRefusal,
    string Failure);

namespace Continuo.Engine.Reports;

/// <summary>What an <see cref="AudioEngine"/> has done so far, and what it was refused.</summary>
/// <param name="ProcessId">Where it runs.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Blocks">Blocks rendered since the start; for a device that asks for pieces of blocks, those.</param>
/// <param name="Frames">Frames rendered since the start.</param>
/// <param name="Underruns">Number of times the device ran dry since the start. While the process warms up it does, in silence: what is
/// rendered for the first time is compiled meanwhile.</param>
/// <param name="Losses">Number of times the sink went away.</param>
/// <param name="LateBlocks">Blocks in which an input was late, over all inputs that are open now.</param>
/// <param name="Causes">Underruns and missing audio, by cause.</param>
/// <param name="OverBudget">Blocks whose rendering took longer than they last; this and the shares below count from when the process was
/// warm.</param>
/// <param name="RenderP50Percent">The median share of a block's time that rendering it took, in percent.</param>
/// <param name="RenderP99Percent">The share that 99 % do not exceed.</param>
/// <param name="RenderP999Percent">The share that 99.9 % do not exceed.</param>
/// <param name="RenderMaxPercent">The largest share.</param>
/// <param name="IsWarm">Whether the process has been warmed up; what follows counts from there, or from the start.</param>
/// <param name="Collections">Garbage collections of the process since then, of any generation.</param>
/// <param name="AllocatedBytes">Bytes that all threads of the process have allocated since then, exact to 8 KB per thread.</param>
/// <param name="MixAllocatedBytes">Bytes that the mixing thread has allocated since then, exactly.</param>
/// <param name="Level">The level of the output's louder channel now, 1 being full scale.</param>
/// <param name="TruePeakDb">The highest true peak of the output so far, in dBTP.</param>
/// <param name="Momentary">The loudness of the output's last 400 ms, in LUFS.</param>
/// <param name="ShortTerm">The loudness of its last 3 s.</param>
/// <param name="Integrated">The gated loudness of all of it.</param>
/// <param name="LatencyFrames">Number of frames that are on their way to the ear: the limiter's, and what the sink and the device behind
/// it hold.</param>
/// <param name="To">The address of the sink.</param>
/// <param name="Sink">Where the audio goes, for people.</param>
/// <param name="PriorityRefusal">Why the mixing thread has no real-time priority; empty if it has.</param>
/// <param name="MemoryRefusal">Why the process's memory is not locked; empty if it is.</param>
/// <param name="Failure">Why the sink was lost last; empty if it never was.</param>
public readonly record struct EngineReport(
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

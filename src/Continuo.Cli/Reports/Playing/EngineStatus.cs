using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Engine.Statistics;

namespace Continuo.Cli.Reports.Playing;

/// <summary>Status of an engine, printed by <c>continuo engine --report</c> and when it ends.</summary>
internal sealed record EngineStatus(
    int ProcessId,
    string Socket,
    string Sink,
    string SinkDescription,
    string State,
    int Inputs,
    long Blocks,
    long Frames,
    long Underruns,
    long UnderrunsByDevice,
    long UnderrunsByMix,
    long UnheardBlocks,
    long LateApplicationBlocks,
    long LateSourceBlocks,
    long SinkLosses,
    long LateBlocks,
    long BlocksOverBudget,
    double RenderP50Percent,
    double RenderP999Percent,
    double RenderMaxPercent,
    bool Warm,
    long Collections,
    long AllocatedBytes,
    long MixAllocatedBytes,
    double? TruePeakDb,
    string? PriorityRefusal,
    string? MemoryRefusal,
    string? LastFailure,
    IReadOnlyList<EngineInputStatus>? Playing)
{
    /// <param name="r">The engine's report.</param>
    /// <param name="socket">Path of its socket.</param>
    /// <param name="inputs">Its inputs, if queried.</param>
    public static EngineStatus Of(in EngineStatistics r, string socket, IReadOnlyList<EngineInputStatistics>? inputs = null) => new(
        r.ProcessId,
        socket,
        r.To,
        r.Sink,
        r.State.ToString(),
        r.Inputs,
        r.Blocks,
        r.Frames,
        r.Underruns,
        r.Causes.Device,
        r.Causes.Mix,
        r.Causes.Unheard,
        r.Causes.Applications,
        r.Causes.Sources,
        r.Losses,
        r.LateBlocks,
        r.OverBudget,
        Math.Round(r.RenderP50Percent, 3),
        Math.Round(r.RenderP999Percent, 3),
        Math.Round(r.RenderMaxPercent, 3),
        r.IsWarm,
        r.Collections,
        r.AllocatedBytes,
        r.MixAllocatedBytes,
        double.IsFinite(r.TruePeakDb) ? Math.Round(r.TruePeakDb, 2) : null,
        NullIfEmpty(r.PriorityRefusal),
        NullIfEmpty(r.MemoryRefusal),
        NullIfEmpty(r.Failure),
        inputs is null ? null : [.. inputs.Select(i => new EngineInputStatus(i.Input, i.Kind.ToString(), i.Name, i.LateBlocks))]);

    public string Describe()
    {
        var loss = LastFailure is null ? "" : "\n  last loss of the sink: " + LastFailure;
        var playing = string.Concat((Playing ?? []).Select(p => $"\n  {p.Input}: {p.Kind.ToLowerInvariant()} '{p.Name}'"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            engine {ProcessId} at {Socket}, {State}: {SinkDescription}
              {Plural.Of(Inputs, "input")}; {Plural.Of(Blocks, "block")}, {LateBlocks} with a late input ({LateApplicationBlocks} by applications, {LateSourceBlocks} by sources), {BlocksOverBudget} over budget
              {Plural.Of(Underruns, "underrun")} ({UnderrunsByDevice} by the device, {UnderrunsByMix} by the mix); sink lost {Plural.Of(SinkLosses, "time")}, {Plural.Of(UnheardBlocks, "block")} unheard
              rendering takes {RenderP50Percent} % of a block's time (p99.9 {RenderP999Percent} %, max {RenderMaxPercent} %)
              {(Warm ? "after warm-up" : "since start")}: {Plural.Of(Collections, "garbage collection")}, {Plural.Of(AllocatedBytes, "byte")} allocated, {MixAllocatedBytes} of them by the mix
              real-time priority: {PriorityRefusal ?? "granted"}
              memory: {MemoryRefusal ?? "locked"}{loss}{playing}
            """);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

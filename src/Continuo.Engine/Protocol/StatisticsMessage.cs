using Continuo.Engine.Statistics;

namespace Continuo.Engine.Protocol;

/// <summary>Converts an <see cref="EngineStatistics"/> to a message and back.</summary>
internal static class StatisticsMessage
{
    public static int Write(Span<byte> content, in EngineStatistics statistics)
    {
        var writer = new MessageWriter(content);
        writer.Int32(statistics.ProcessId);
        writer.Int32((int)statistics.State);
        writer.Int32(statistics.Inputs);
        writer.Int64(statistics.Blocks);
        writer.Int64(statistics.Frames);
        writer.Int64(statistics.Underruns);
        writer.Int64(statistics.Losses);
        writer.Int64(statistics.LateBlocks);
        writer.Int64(statistics.Causes.Device);
        writer.Int64(statistics.Causes.Mix);
        writer.Int64(statistics.Causes.Unheard);
        writer.Int64(statistics.Causes.Applications);
        writer.Int64(statistics.Causes.Sources);
        writer.Int64(statistics.OverBudget);
        writer.Double(statistics.RenderP50Percent);
        writer.Double(statistics.RenderP99Percent);
        writer.Double(statistics.RenderP999Percent);
        writer.Double(statistics.RenderMaxPercent);
        writer.Flag(statistics.IsWarm);
        writer.Int64(statistics.Collections);
        writer.Int64(statistics.AllocatedBytes);
        writer.Int64(statistics.MixAllocatedBytes);
        writer.Single(statistics.Level);
        writer.Double(statistics.TruePeakDb);
        writer.Double(statistics.Momentary);
        writer.Double(statistics.ShortTerm);
        writer.Double(statistics.Integrated);
        writer.Int64(statistics.LatencyFrames);
        writer.Text(statistics.To);
        writer.Text(statistics.Sink);
        writer.Text(statistics.PriorityRefusal);
        writer.Text(statistics.MemoryRefusal);
        writer.Text(statistics.Failure);
        return writer.Length;
    }

    /// <summary>Reads statistics; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out EngineStatistics statistics)
    {
        var reader = new MessageReader(content);
        statistics = new EngineStatistics(
            reader.Int32(),
            (EngineState)reader.Int32(),
            reader.Int32(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            new UnderrunCauses(reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()),
            reader.Int64(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Flag(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Single(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Int64(),
            reader.Text(),
            reader.Text(),
            reader.Text(),
            reader.Text(),
            reader.Text());
        return reader.IsValid;
    }
}

using Continuo.Engine.Reports;

namespace Continuo.Engine.Protocol;

/// <summary>Converts an <see cref="EngineReport"/> to a message and back.</summary>
internal static class ReportMessage
{
    public static int Write(Span<byte> content, in EngineReport report)
    {
        var writer = new MessageWriter(content);
        writer.Int32(report.ProcessId);
        writer.Int32((int)report.State);
        writer.Int32(report.Inputs);
        writer.Int64(report.Blocks);
        writer.Int64(report.Frames);
        writer.Int64(report.Underruns);
        writer.Int64(report.Losses);
        writer.Int64(report.LateBlocks);
        writer.Int64(report.Causes.Device);
        writer.Int64(report.Causes.Mix);
        writer.Int64(report.Causes.Unheard);
        writer.Int64(report.Causes.Applications);
        writer.Int64(report.Causes.Sources);
        writer.Int64(report.OverBudget);
        writer.Double(report.RenderP50Percent);
        writer.Double(report.RenderP99Percent);
        writer.Double(report.RenderP999Percent);
        writer.Double(report.RenderMaxPercent);
        writer.Flag(report.IsWarm);
        writer.Int64(report.Collections);
        writer.Int64(report.AllocatedBytes);
        writer.Int64(report.MixAllocatedBytes);
        writer.Single(report.Level);
        writer.Double(report.TruePeakDb);
        writer.Double(report.Momentary);
        writer.Double(report.ShortTerm);
        writer.Double(report.Integrated);
        writer.Int64(report.LatencyFrames);
        writer.Text(report.To);
        writer.Text(report.Sink);
        writer.Text(report.PriorityRefusal);
        writer.Text(report.MemoryRefusal);
        writer.Text(report.Failure);
        return writer.Length;
    }

    /// <summary>Reads a report; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out EngineReport report)
    {
        var reader = new MessageReader(content);
        report = new EngineReport(
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

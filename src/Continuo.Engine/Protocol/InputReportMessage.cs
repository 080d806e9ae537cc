using Continuo.Engine.Reports;

namespace Continuo.Engine.Protocol;

/// <summary>Converts an <see cref="EngineInputReport"/> to a message and back.</summary>
internal static class InputReportMessage
{
    public static int Write(Span<byte> content, in EngineInputReport report)
    {
        var writer = new MessageWriter(content);
        writer.Int32(report.Input);
        writer.Int32((int)report.Kind);
        writer.Int64(report.Written);
        writer.Int64(report.Read);
        writer.Int64(report.Pending);
        writer.Int64(report.Overrun);
        writer.Int64(report.Dropouts);
        writer.Int64(report.LateBlocks);
        writer.Int64(report.LateFrames);
        writer.Int64(report.BadSamples);
        writer.Single(report.Peak);
        writer.Text(report.Name);
        return writer.Length;
    }

    /// <summary>Reads a report; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out EngineInputReport report)
    {
        var reader = new MessageReader(content);
        report = new EngineInputReport(
            reader.Int32(),
            (EngineInputKind)reader.Int32(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Single(),
            reader.Text());
        return reader.IsValid;
    }
}

using Continuo.Engine.Statistics;

namespace Continuo.Engine.Protocol;

/// <summary>Converts an <see cref="EngineInputStatistics"/> to a message and back.</summary>
internal static class InputStatisticsMessage
{
    public static int Write(Span<byte> content, in EngineInputStatistics statistics)
    {
        var writer = new MessageWriter(content);
        writer.Int32(statistics.Input);
        writer.Int32((int)statistics.Kind);
        writer.Int64(statistics.Written);
        writer.Int64(statistics.Read);
        writer.Int64(statistics.Pending);
        writer.Int64(statistics.Overrun);
        writer.Int64(statistics.Dropouts);
        writer.Int64(statistics.LateBlocks);
        writer.Int64(statistics.LateFrames);
        writer.Int64(statistics.BadSamples);
        writer.Single(statistics.Peak);
        writer.Text(statistics.Name);
        return writer.Length;
    }

    /// <summary>Reads statistics; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out EngineInputStatistics statistics)
    {
        var reader = new MessageReader(content);
        statistics = new EngineInputStatistics(
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

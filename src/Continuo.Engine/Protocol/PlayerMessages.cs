using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Engine.Protocol;

/// <summary>Converts players' statistics and settings to messages and back. Writing does not allocate.</summary>
internal static class PlayerMessages
{
    /// <summary>Length of a <see cref="EngineTrackStatistics"/> in bytes.</summary>
    public const int TrackReportBytes = 4 + 3 * 8 + 3 + 6 * 4 + 2 * 8;

    public static int Write(Span<byte> content, in EnginePlayerStatistics statistics)
    {
        var writer = new MessageWriter(content);
        writer.Int32(statistics.Player);
        writer.Int32((int)statistics.State);
        writer.Flag(statistics.IsDetached);
        writer.Int64(statistics.Command);
        writer.Int64(statistics.Applied);
        writer.Int64(statistics.Position);
        writer.Int64(statistics.Length);
        writer.Flag(statistics.Loop is not null);
        writer.Int64(statistics.Loop.GetValueOrDefault().Start);
        writer.Int64(statistics.Loop.GetValueOrDefault().End);
        writer.Int32(statistics.Tracks);
        writer.Int64(statistics.LateBlocks);
        writer.Single(statistics.Level);
        writer.Double(statistics.TruePeakDb);
        writer.Double(statistics.Momentary);
        writer.Double(statistics.ShortTerm);
        writer.Double(statistics.Integrated);
        writer.Text(statistics.Name);
        return writer.Length;
    }

    /// <summary>Reads statistics; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out EnginePlayerStatistics statistics)
    {
        var reader = new MessageReader(content);
        statistics = new EnginePlayerStatistics(
            reader.Int32(),
            (PlayerState)reader.Int32(),
            reader.Flag(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            ReadLoop(ref reader),
            reader.Int32(),
            reader.Int64(),
            reader.Single(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Text());
        return reader.IsValid;
    }

    public static void Write(ref MessageWriter writer, in EngineTrackStatistics statistics)
    {
        writer.Int32(statistics.Track);
        writer.Int64(statistics.Length);
        writer.Double(statistics.GainDb);
        writer.Double(statistics.Pan);
        writer.Flag(statistics.Mute);
        writer.Flag(statistics.Solo);
        writer.Flag(statistics.HasFailed);
        writer.Single(statistics.Peak);
        writer.Single(statistics.Rms);
        writer.Single(statistics.TruePeakDb);
        writer.Single(statistics.Momentary);
        writer.Single(statistics.ShortTerm);
        writer.Single(statistics.Integrated);
        writer.Int64(statistics.Dropouts);
        writer.Int64(statistics.LateFrames);
    }

    public static EngineTrackStatistics ReadTrack(ref MessageReader reader) => new(
        reader.Int32(),
        reader.Int64(),
        reader.Double(),
        reader.Double(),
        reader.Flag(),
        reader.Flag(),
        reader.Flag(),
        reader.Single(),
        reader.Single(),
        reader.Single(),
        reader.Single(),
        reader.Single(),
        reader.Single(),
        reader.Int64(),
        reader.Int64());

    public static void Write(ref MessageWriter writer, TrackSettings settings)
    {
        writer.Double(settings.GainDb);
        writer.Double(settings.Pan);
        writer.Flag(settings.Mute);
        writer.Flag(settings.Solo);
    }

    /// <summary>Reads a track's settings; their values are not checked here.</summary>
    public static TrackSettings ReadSettings(ref MessageReader reader) =>
        new() { GainDb = reader.Double(), Pan = reader.Double(), Mute = reader.Flag(), Solo = reader.Flag() };

    private static LoopRegion? ReadLoop(ref MessageReader reader)
    {
        var (isSet, region) = (reader.Flag(), new LoopRegion(reader.Int64(), reader.Int64()));
        return isSet ? region : null;
    }
}

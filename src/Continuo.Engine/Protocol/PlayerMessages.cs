using Continuo.Engine.Reports;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Engine.Protocol;

/// <summary>Converts players' reports and settings to messages and back. Writing does not allocate.</summary>
internal static class PlayerMessages
{
    /// <summary>Length of a <see cref="TrackReport"/> in bytes.</summary>
    public const int TrackReportBytes = 4 + 3 * 8 + 3 + 6 * 4 + 2 * 8;

    public static int Write(Span<byte> content, in PlayerReport report)
    {
        var writer = new MessageWriter(content);
        writer.Int32(report.Player);
        writer.Int32((int)report.State);
        writer.Flag(report.IsDetached);
        writer.Int64(report.Command);
        writer.Int64(report.Applied);
        writer.Int64(report.Position);
        writer.Int64(report.Length);
        writer.Flag(report.Loop is not null);
        writer.Int64(report.Loop.GetValueOrDefault().Start);
        writer.Int64(report.Loop.GetValueOrDefault().End);
        writer.Int32(report.Tracks);
        writer.Int64(report.LateBlocks);
        writer.Single(report.Level);
        writer.Double(report.TruePeakDb);
        writer.Double(report.Momentary);
        writer.Double(report.ShortTerm);
        writer.Double(report.Integrated);
        writer.Text(report.Name);
        return writer.Length;
    }

    /// <summary>Reads a report; false if the content is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out PlayerReport report)
    {
        var reader = new MessageReader(content);
        report = new PlayerReport(
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

    public static void Write(ref MessageWriter writer, in TrackReport report)
    {
        writer.Int32(report.Track);
        writer.Int64(report.Length);
        writer.Double(report.GainDb);
        writer.Double(report.Pan);
        writer.Flag(report.Mute);
        writer.Flag(report.Solo);
        writer.Flag(report.HasFailed);
        writer.Single(report.Peak);
        writer.Single(report.Rms);
        writer.Single(report.TruePeakDb);
        writer.Single(report.Momentary);
        writer.Single(report.ShortTerm);
        writer.Single(report.Integrated);
        writer.Int64(report.Dropouts);
        writer.Int64(report.LateFrames);
    }

    public static TrackReport ReadTrack(ref MessageReader reader) => new(
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

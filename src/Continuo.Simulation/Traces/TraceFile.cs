using System.Globalization;
using System.Text;
using Continuo.Audio;
using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Traces;

/// <summary>
/// Traces as text: lines <c># key: value</c>, then a line of column names, then one line per packet in send order, separated by commas.
/// Required columns: <c>sequence</c>, <c>send_ms</c> and <c>arrival_ms</c> (<c>lost</c> for a lost packet); <c>media_time</c> (frames),
/// <c>copies</c> and <c>pause</c> (1) are optional. Keys: <c>name</c>, <c>sample-rate</c> (48000), <c>frames-per-packet</c> (960) and
/// <c>receiver-ppm</c> (0).
/// </summary>
public static class TraceFile
{
    private const string Lost = "lost";

    private static readonly string[] Columns = ["sequence", "send_ms", "arrival_ms", "media_time", "copies", "pause"];

    /// <summary>Reads a trace.</summary>
    /// <exception cref="AudioException">It cannot be read, or is not a trace; the message names the line.</exception>
    public static PacketTrace Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AudioException(AudioErrorCode.NotFound, $"trace file '{path}'", "there is no such file",
                "Check its name, or use a trace's name from 'continuo simulate --list'", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, $"trace file '{path}'", e.Message.TrimEnd('.'),
                "Check that the file can be read", e);
        }
    }

    /// <summary>Reads a trace from text; <paramref name="path"/> is for messages and for the name of a trace that has none.</summary>
    /// <exception cref="AudioException">It is not a trace; the message names the line.</exception>
    public static PacketTrace Parse(TextReader reader, string path)
    {
        var keys = new Dictionary<string, string>();
        int[]? places = null;
        var packets = new List<TracePacket>();
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var at = new TraceLine(path, number);
            if (line.StartsWith('#')) TraceLine.Key(line, keys);
            else if (places is null) places = at.Places(line, Columns);
            else packets.Add(at.Packet(line, places, packets, at.FramesPerPacket(keys)));
        }

        var end = new TraceLine(path, number);
        if (packets.Count == 0) throw end.Wrong("it contains no packets");
        var ppm = end.Number("receiver-ppm", keys.GetValueOrDefault("receiver-ppm", "0"), -ClockModel.MaxPpm, ClockModel.MaxPpm);
        return new PacketTrace(
            keys.GetValueOrDefault("name", Path.GetFileNameWithoutExtension(path)),
            (int)end.Number("sample-rate", keys.GetValueOrDefault("sample-rate", "48000"), AudioFormat.MinSampleRate,
                AudioFormat.MaxSampleRate),
            end.FramesPerPacket(keys),
            packets,
            ppm == 0 ? null : ClockModel.Constant(ppm));
    }

    /// <summary>Writes a trace. Of the receiver's clock, only the initial rate is stored.</summary>
    public static void Write(TextWriter writer, PacketTrace trace)
    {
        var invariant = CultureInfo.InvariantCulture;
        writer.Write(string.Create(invariant,
            $"# name: {trace.Name}\n# sample-rate: {trace.SampleRate}\n# frames-per-packet: {trace.FramesPerPacket}\n# receiver-ppm: "
            + $"{trace.Receiver.PpmAt(0)}\n"));
        writer.Write(string.Join(',', Columns) + "\n");
        var line = new StringBuilder();
        foreach (var packet in trace.Packets)
        {
            var arrival = packet.IsLost ? Lost : Ms(packet.ArrivalTime);
            line.Clear().Append(
                invariant,
                $"{packet.Sequence},{Ms(packet.SendTime)},{arrival},{packet.MediaTime},{packet.Copies},{(packet.IsPause ? 1 : 0)}\n");
            writer.Write(line);
        }
    }

    private static string Ms(long nanoseconds) => (nanoseconds / 1e6m).ToString("0.######", CultureInfo.InvariantCulture);
}

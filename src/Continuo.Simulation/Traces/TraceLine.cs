using System.Globalization;
using Continuo.Audio;

namespace Continuo.Simulation.Traces;

/// <summary>One line of a trace file, with its errors.</summary>
internal readonly struct TraceLine(string path, int number)
{
    private const double MostMs = 1e9;
    private const int MostFrames = 1_000_000;

    public static void Key(string line, Dictionary<string, string> keys)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) keys[line[1..colon].Trim()] = line[(colon + 1)..].Trim();
    }

    /// <summary>Index of each known column in a line, −1 if absent.</summary>
    public int[] Places(string line, string[] columns)
    {
        var names = line.Split(',', StringSplitOptions.TrimEntries);
        var unknown = names.Except(columns).FirstOrDefault();
        if (unknown is not null) throw Wrong($"'{unknown}' is not a column; the columns are {string.Join(", ", columns)}");
        int[] places = [.. columns.Select(c => Array.IndexOf(names, c))];
        for (var i = 0; i < 3; i++)
        {
            if (places[i] < 0) throw Wrong($"the column '{columns[i]}' is missing");
        }

        return places;
    }

    public int FramesPerPacket(Dictionary<string, string> keys) =>
        (int)Number("frames-per-packet", keys.GetValueOrDefault("frames-per-packet", "960"), 1, MostFrames);

    public TracePacket Packet(string line, int[] places, List<TracePacket> before, int framesPerPacket)
    {
        var cells = line.Split(',', StringSplitOptions.TrimEntries);
        if (cells.Length <= places.Max()) throw Wrong($"it has {cells.Length} of {places.Max() + 1} columns");
        var sequence = (long)Number("sequence", cells[places[0]], 0, long.MaxValue / 2);
        var send = Nanoseconds("send_ms", cells[places[1]]);
        var isLost = cells[places[2]] == "lost";
        var arrival = isLost ? TracePacket.Lost : Nanoseconds("arrival_ms", cells[places[2]]);
        if (arrival < send) throw Wrong("the packet arrives before it is sent");
        var media = Cell(cells, places[3], "media_time", sequence * framesPerPacket, 0, long.MaxValue / 4);
        var packet = new TracePacket(sequence, media, send, arrival, (int)Cell(cells, places[4], "copies", 0, 0, 16),
            Cell(cells, places[5], "pause", 0, 0, 1) == 1);
        if (before.Count == 0)
        {
            if (sequence != 0) throw Wrong("the first packet's sequence must be 0");
            return packet;
        }

        var last = before[^1];
        if (sequence == last.Sequence)
        {
            if (packet.MediaTime != last.MediaTime || packet.SendTime != last.SendTime)
            {
                throw Wrong("a duplicate differs from its original");
            }

            return packet;
        }

        if (sequence != last.Sequence + 1)
        {
            throw Wrong($"sequence {sequence} does not follow {last.Sequence}; list lost packets as well, with 'lost' as arrival");
        }

        if (packet.MediaTime < last.MediaTime + framesPerPacket) throw Wrong("the packet's media time overlaps the one before it");
        if (packet.SendTime < last.SendTime) throw Wrong("the packet is sent before the one before it");
        return packet;
    }

    public double Number(string what, string text, double least, double most)
    {
        var isNumber = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number);
        if (!isNumber || !(number >= least && number <= most))
        {
            throw Wrong($"{what} '{text}' is not a number from {least.ToString(CultureInfo.InvariantCulture)} to "
                + $"{most.ToString(CultureInfo.InvariantCulture)}");
        }

        return number;
    }

    public AudioException Wrong(string happened) => new(
        AudioErrorCode.InvalidArgument,
        $"trace file '{path}'",
        number == 0 ? happened : string.Create(CultureInfo.InvariantCulture, $"line {number}: {happened}"),
        "Write a line of column names, 'sequence,send_ms,arrival_ms', followed by one line per packet");

    private long Cell(string[] cells, int place, string what, long otherwise, long least, long most) =>
        place < 0 || cells[place].Length == 0 ? otherwise : (long)Number(what, cells[place], least, most);

    private long Nanoseconds(string what, string text) => (long)Math.Round(Number(what, text, 0, MostMs) * 1e6);
}

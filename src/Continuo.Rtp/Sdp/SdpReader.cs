using System.Globalization;
using System.Net;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>
/// Parses session descriptions (SDP) tolerantly: any line ending, any order; unknown or malformed lines are skipped. Parsing fails only if
/// no medium is valid, with the line in the error. An invalid medium beside valid ones has a <see cref="SdpMedia.Fault"/>. Thread-safe.
/// </summary>
internal static class SdpReader
{
    /// <summary>Maximum length of a description.</summary>
    public const int MaxCharacters = 64 * 1024;

    /// <summary>Reads a description from a file.</summary>
    /// <exception cref="AudioException">The file cannot be read or parsed.</exception>
    public static SdpDescription ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var reader = new StreamReader(path);
            var text = new char[MaxCharacters + 1];
            return Parse(new string(text, 0, reader.ReadBlock(text, 0, text.Length)), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AudioException(AudioErrorCode.NotFound, path, "there is no such file", "Check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, path, "access is denied", "Check its permissions", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new AudioException(AudioErrorCode.InputOutput, path, e.Message.TrimEnd('.'), "Check the file", e);
        }
    }

    /// <summary>Parses a description.</summary>
    /// <param name="text">The description.</param>
    /// <param name="name">Name of the description in error messages.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/>: a line is malformed, or no medium is described.
    /// </exception>
    public static SdpDescription Parse(string text, string name = "session description")
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters)
        {
            throw SdpLine.Refuse(name, 0, $"it is longer than {MaxCharacters} characters", "Name a session description");
        }

        var description = new SdpDescription { Media = [] };
        var media = new List<SdpMediaLines>();
        var attributes = new List<SdpAttribute>();
        AudioException? odd = null;
        AudioException? connectionFault = null;
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new SdpLine(name, ++number, Trim(raw));
            // ffmpeg prints "SDP:" before the description.
            if (line.IsEmpty || (line.Text == "SDP:" && media.Count == 0)) continue;
            if (!line.HasType)
            {
                odd ??= line.Refuse($"'{line.Shown}' is not of the form x=…",
                    "Name a session description, as ffmpeg -sdp_file or continuo stream --sdp write it");
            }
            else if (line.Type == 'm') media.Add(SdpMediaLines.Begin(line, DirectionOf(attributes)));
            else if (media.Count > 0) media[^1].Take(line);
            else if (line.Type == 'a') attributes.Add(SdpAttribute.Parse(line.Value));
            else if (line.Type == 'c') description = TakeConnection(description, line, ref connectionFault);
            else description = Take(description, line);
        }

        if (media.Count == 0)
        {
            throw odd ?? SdpLine.Refuse(name, 0, "it describes no medium", "It needs a line such as m=audio 5004 RTP/AVP 96");
        }

        var complete = media.Select(m => m.Complete(description.Connection is null ? connectionFault : null)).ToArray();
        return complete.All(m => m.Fault is not null)
            ? throw complete[0].Fault!
            : description with { Media = complete, Attributes = attributes };
    }

    private static SdpDirection DirectionOf(List<SdpAttribute> attributes)
    {
        var direction = SdpDirection.SendReceive;
        foreach (var attribute in attributes) direction = SdpMediaLines.DirectionOf(attribute.Name) ?? direction;
        return direction;
    }

    // Removes zeros, byte order marks and blanks, which programs that copy descriptions leave around lines.
    private static string Trim(string line)
    {
        static bool IsNothing(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFEFF';
        var (start, end) = (0, line.Length);
        while (start < end && IsNothing(line[start])) start++;
        while (end > start && IsNothing(line[end - 1])) end--;
        return line[start..end];
    }

    private static SdpDescription TakeConnection(SdpDescription description, SdpLine line, ref AudioException? fault)
    {
        try
        {
            return description with { Connection = description.Connection ?? line.Connection() };
        }
        catch (AudioException e)
        {
            fault ??= e;
            return description;
        }
    }

    private static SdpDescription Take(SdpDescription description, SdpLine line) => line.Type switch
    {
        'v' when line.Value.Trim() != "0" => throw line.Refuse($"version '{line.Value}' is unknown", "Only version 0 exists"),
        's' => description with { Name = line.Value },
        'o' => Origin(description, line),
        _ => description,
    };

    // The origin is not used, so an invalid one is no reason to refuse the description.
    private static SdpDescription Origin(SdpDescription description, SdpLine line)
    {
        var words = line.Words();
        if (words.Length < 6) return description;
        _ = ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        _ = ulong.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var origin = IPAddress.TryParse(words[5], out var address) ? address : description.Origin;
        return description with { SessionId = id, SessionVersion = version, Origin = origin };
    }
}

using System.Globalization;
using System.Net;
using Continuo.Audio;

namespace Continuo.Network.Sdp;

/// <summary>
/// Reads descriptions, tolerantly: lines may end as they like, may be missing or in another order, and those that are unknown are
/// skipped. What cannot be understood where it matters is refused with its line. Thread-safe.
/// </summary>
public static class SdpReader
{
    /// <summary>A longer text is no description.</summary>
    public const int MaxCharacters = 64 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioException">It cannot be read or understood.</exception>
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
            throw new AudioException(AudioErrorCode.AccessDenied, path, "it may not be read", "Check its permissions", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new AudioException(AudioErrorCode.InputOutput, path, e.Message.TrimEnd('.'), "Check the file", e);
        }
    }

    /// <summary>Understands a text.</summary>
    /// <param name="text">The description.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: a line cannot be understood, or nothing describes a medium.</exception>
    public static SdpDescription Parse(string text, string name = "session description")
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters) throw SdpLine.Refuse(name, 0, $"it is longer than {MaxCharacters} characters", "Name a session description");
        var description = new SdpDescription { Media = [] };
        var media = new List<SdpMediaLines>();
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new SdpLine(name, ++number, raw.TrimEnd());
            // ffmpeg prints "SDP:" before what it prints on its output.
            if (line.IsEmpty || (line.Text == "SDP:" && media.Count == 0)) continue;
            if (!line.HasType) throw line.Refuse($"'{line.Shown}' is not of the form x=…", "Name a session description, as ffmpeg -sdp_file or continuo stream --sdp write it");
            if (line.Type == 'm') media.Add(SdpMediaLines.Begin(line));
            else if (media.Count > 0) media[^1].Take(line);
            else description = Take(description, line);
        }

        if (media.Count == 0) throw SdpLine.Refuse(name, 0, "nothing in it describes a medium", "It needs a line such as m=audio 5004 RTP/AVP 96");
        return description with { Media = [.. media.Select(m => m.Complete())] };
    }

    private static SdpDescription Take(SdpDescription description, SdpLine line) => line.Type switch
    {
        'v' when line.Value.Trim() != "0" => throw line.Refuse($"version '{line.Value}' is unknown", "Only version 0 exists"),
        's' => description with { Name = line.Value },
        'c' => description with { Connection = line.Connection() },
        'o' => Origin(description, line),
        _ => description,
    };

    // Nothing depends on the origin, so one that is odd is no reason to refuse the rest.
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

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>One line of a description, with its error messages.</summary>
/// <param name="Source">Name of the description.</param>
/// <param name="Number">Line number from 1; 0: no specific line.</param>
/// <param name="Text">The line without its end.</param>
internal readonly record struct SdpLine(string Source, int Number, string Text)
{
    private const int ShownCharacters = 60;

    public bool IsEmpty => Text.Length == 0;

    public bool HasType => Text.Length >= 2 && Text[1] == '=' && char.IsAsciiLetter(Text[0]);

    public char Type => Text[0];

    public string Value => Text[2..];

    /// <summary>The line as shown in errors.</summary>
    public string Shown => Clean(Text);

    public static AudioException Refuse(string source, int number, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, number == 0 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, line {number}"),
            happened, remedy);

    public AudioException Refuse(string happened, string remedy) => Refuse(Source, Number, happened, remedy);

    public string[] Words() => Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Parses an integer within limits.</summary>
    public int Integer(string text, string what, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Refuse($"{what} '{Clean(text)}' is not a number in {min}…{max}", $"The line is {Shown}");

    /// <summary>Parses a positive number of milliseconds, possibly with decimals; <see langword="null"/> otherwise.</summary>
    public static double? Milliseconds(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 1_000_000 ? number : null;

    /// <summary>Parses a <c>c=</c> line. Host names are kept; an address of another family than stated is accepted.</summary>
    public SdpConnection Connection()
    {
        var words = Words();
        if (words.Length < 3 || !words[0].Equals("IN", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse($"'{Shown}' is not an address", "Write c=IN IP4 192.0.2.1, or c=IN IP6 2001:db8::1");
        }

        var parts = words[2].Split('/');
        if (IPAddress.TryParse(parts[0], out var address))
        {
            var hasTtl = address.AddressFamily == AddressFamily.InterNetwork && parts.Length > 1;
            return new SdpConnection(address,
                hasTtl && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ttl) ? ttl : null);
        }

        if (parts[0].Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new SdpConnection(IPAddress.Loopback);
        if (Uri.CheckHostName(parts[0]) != UriHostNameType.Dns)
        {
            throw Refuse($"'{Clean(parts[0])}' is neither an address nor a host name", "Write c=IN IP4 192.0.2.1, or c=IN IP6 2001:db8::1");
        }

        return new SdpConnection(words[1].Equals("IP6", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.IPv6Any
            : IPAddress.Any)
        { Host = parts[0] };
    }

    /// <summary>The address of an <c>a=rtcp</c> line; <see langword="null"/> if there is none.</summary>
    public static IPAddress? Address(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static string Clean(string text)
    {
        var shown = string.Concat(text.Take(ShownCharacters).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > ShownCharacters ? shown + "…" : shown;
    }
}

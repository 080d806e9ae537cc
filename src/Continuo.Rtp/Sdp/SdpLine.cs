using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>One line of a description, and how to complain about it.</summary>
/// <param name="Source">What the description is called.</param>
/// <param name="Number">Counted from 1; 0: no line in particular.</param>
/// <param name="Text">Without its end.</param>
internal readonly record struct SdpLine(string Source, int Number, string Text)
{
    private const int ShownCharacters = 60;

    public bool IsEmpty => Text.Length == 0;

    public bool HasType => Text.Length >= 2 && Text[1] == '=' && char.IsAsciiLetter(Text[0]);

    public char Type => Text[0];

    public string Value => Text[2..];

    /// <summary>What of it an error shows.</summary>
    public string Shown => Clean(Text);

    public static AudioException Refuse(string source, int number, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, number == 0 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, line {number}"), happened, remedy);

    public AudioException Refuse(string happened, string remedy) => Refuse(Source, Number, happened, remedy);

    public string[] Words() => Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A whole number within limits.</summary>
    public int Integer(string text, string what, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Refuse($"{what} '{Clean(text)}' is not a number in {min}…{max}", $"The line is {Shown}");

    /// <summary>A positive number of milliseconds, which may have decimals; <see langword="null"/> if it is anything else.</summary>
    public static double? Milliseconds(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000 ? number : null;

    /// <summary>What a <c>c=</c> line says. A host name is kept as it is; an address of the other kind than named is taken all the same.</summary>
    public SdpConnection Connection()
    {
        var words = Words();
        if (words.Length < 3 || !words[0].Equals("IN", StringComparison.OrdinalIgnoreCase)) throw Refuse($"'{Shown}' is no address", "Write c=IN IP4 192.0.2.1, or c=IN IP6 2001:db8::1");
        var parts = words[2].Split('/');
        if (IPAddress.TryParse(parts[0], out var address))
        {
            var hasTtl = address.AddressFamily == AddressFamily.InterNetwork && parts.Length > 1;
            return new SdpConnection(address, hasTtl && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ttl) ? ttl : null);
        }

        if (parts[0].Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new SdpConnection(IPAddress.Loopback);
        if (Uri.CheckHostName(parts[0]) != UriHostNameType.Dns) throw Refuse($"'{Clean(parts[0])}' is neither an address nor a host name", "Write c=IN IP4 192.0.2.1, or c=IN IP6 2001:db8::1");
        return new SdpConnection(words[1].Equals("IP6", StringComparison.OrdinalIgnoreCase) ? IPAddress.IPv6Any : IPAddress.Any) { Host = parts[0] };
    }

    /// <summary>The address that an <c>a=rtcp</c> line names; <see langword="null"/> if it is none.</summary>
    public static IPAddress? Address(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static string Clean(string text)
    {
        var shown = string.Concat(text.Take(ShownCharacters).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > ShownCharacters ? shown + "…" : shown;
    }
}

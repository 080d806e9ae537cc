using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Continuo.WebRtc.Sdp;

/// <summary>Builds descriptions line by line, and cleans what is quoted from others.</summary>
internal sealed class SdpText
{
    private const int ShownCharacters = 40;

    private readonly StringBuilder _text = new();

    /// <summary>Begins a description with its session lines.</summary>
    public SdpText()
    {
        // 63 random bits (RFC 8829, 5.2.1); the address is not used.
        var id = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1;
        Line($"v=0");
        Line($"o=- {id} 2 IN IP4 127.0.0.1");
        Line($"s=-");
        Line($"t=0 0");
    }

    /// <summary>Adds a line; its end is CR LF, which after the last line is needed as well.</summary>
    public void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

    /// <summary>The description.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>An address with its type, as in <c>c=</c>.</summary>
    public static string Connection(IPAddress address) =>
        $"IN {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4")} {Address(address)}";

    /// <summary>An address without its zone, which means nothing elsewhere.</summary>
    public static string Address(IPAddress address) => new IPAddress(address.GetAddressBytes()).ToString();

    /// <summary>Whether text is one printable word, or empty.</summary>
    public static bool IsToken(string text) => text.Length <= 256 && text.All(c => char.IsAscii(c) && !char.IsControl(c) && c != ' ');

    /// <summary>What an error shows of text of others.</summary>
    public static string Shown(string text)
    {
        var shown = string.Concat(text.Take(ShownCharacters).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > ShownCharacters ? shown + "…" : shown;
    }
}

using Continuo.Audio;

namespace Continuo.Pipes;

/// <summary>The <c>format</c> option of the addresses that carry raw PCM.</summary>
internal static class PcmAddress
{
    /// <summary>The format an address states, or <see langword="null"/>.</summary>
    /// <exception cref="AudioException">The format is wrong, or there is another option.</exception>
    public static PcmFormat? Format(AudioAddress address)
    {
        address.AllowOptions("format");
        return address.Option("format") is { } text ? PcmFormat.Parse(text) : null;
    }
}

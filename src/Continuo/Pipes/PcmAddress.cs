using Continuo.Audio;

namespace Continuo.Pipes;

/// <summary>The <c>format</c> option of raw PCM addresses.</summary>
internal static class PcmAddress
{
    /// <summary>The format given in an address, or <see langword="null"/>.</summary>
    /// <exception cref="AudioException">The format is invalid, or there is another option.</exception>
    public static PcmFormat? Format(AudioAddress address)
    {
        address.AllowOptions("format");
        return address.Option("format") is { } text ? PcmFormat.Parse(text) : null;
    }
}

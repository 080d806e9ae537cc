using Continuo.Audio;

namespace Continuo.WebRtc.Client;

/// <summary>
/// The endpoint of a <c>whep:</c> or <c>whip:</c> address: the URL that follows the scheme, and a bearer token from <c>?bearer=TOKEN</c> or
/// from the URL's user part. Immutable.
/// </summary>
/// <param name="Url">Where offers are posted, without the token.</param>
/// <param name="Bearer">The token; <see langword="null"/> without.</param>
internal sealed record SignallingAddress(Uri Url, string? Bearer)
{
    private const string BearerOption = "bearer";

    /// <summary>Parses an address. Options other than <c>bearer</c>, and those in <paramref name="own"/>, belong to the URL.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/>: what follows the scheme is no http or https URL.
    /// </exception>
    public static SignallingAddress Parse(AudioAddress address, params ReadOnlySpan<string> own)
    {
        ArgumentNullException.ThrowIfNull(address);
        var query = new List<string>();
        foreach (var name in address.OptionNames)
        {
            if (name.Equals(BearerOption, StringComparison.OrdinalIgnoreCase) || own.Contains(name)) continue;
            query.Add(address.Option(name) is { Length: > 0 } value
                ? $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}"
                : Uri.EscapeDataString(name));
        }

        var text = address.Target + (query.Count == 0 ? "" : "?" + string.Join('&', query));
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                address.Scheme + ":",
                "an http or https URL must follow the scheme",
                $"Write it as {address.Scheme}:http://localhost:7480/{address.Scheme}/band");
        }

        var bearer = address.Option(BearerOption) is { Length: > 0 } token ? token : Uri.UnescapeDataString(url.UserInfo);
        return new SignallingAddress(new UriBuilder(url) { UserName = "", Password = "" }.Uri, bearer.Length == 0 ? null : bearer);
    }

    /// <summary>Shows the URL, never the token.</summary>
    public override string ToString() => Url.ToString();
}

namespace Continuo.Server.Options;

/// <summary>Where names of persons are looked up over HTTP. Immutable.</summary>
public sealed record NameLookupOptions
{
    /// <summary>What stands for the person's id in <see cref="Address"/>.</summary>
    public const string IdPlace = "{id}";

    /// <summary>
    /// Address with <c>{id}</c> in it: <c>https://accounts.example/names/{id}</c>. It answers a GET with the name as text, or with JSON
    /// that has a member <c>name</c>; 404 or 204 if there is no such person.
    /// </summary>
    public required string Address { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; <see langword="null"/> for none.</summary>
    public string? Token { get; init; }

    /// <summary>How long an answer is waited for. After 0.1 s the person is called <c>User-ID</c> meanwhile.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a name is used before it is looked up again.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a text can be <see cref="Address"/>.</summary>
    internal static bool IsAddress(string text) =>
        text.Contains(IdPlace, StringComparison.Ordinal)
        && Uri.TryCreate(text.Replace(IdPlace, "x", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && text.IndexOf(IdPlace, StringComparison.Ordinal)
            > text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3); // in the path, not the host
}

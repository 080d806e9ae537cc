using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Continuo.Rooms;
using Continuo.Rooms.Names;
using Continuo.Server.Logging;
using Continuo.Server.Options;

namespace Continuo.Server.Rooms;

/// <summary>
/// Looks names up over HTTP. Answers are bounded; redirects are not followed, so that the ids and the token stay with the server that was
/// named. Thread-safe.
/// </summary>
internal sealed class HttpNames : INameSource, IDisposable
{
    private const int MaxAnswer = 16 << 10;

    private readonly NameLookupOptions _options;
    private readonly ILogger _logger;
    private readonly HttpClient _client;
    private bool _isFailing;

    public HttpNames(NameLookupOptions options, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        _client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            MaxResponseContentBufferSize = MaxAnswer,
            Timeout = options.Timeout, // covers the body, which is buffered
        };
    }

    /// <inheritdoc/>
    public async Task<string?> FindNameAsync(string memberId, CancellationToken cancellation)
    {
        if (memberId is "." or "..") return null; // would be another address
        try
        {
            var name = await AskAsync(memberId, cancellation).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isFailing, false)) ServerLog.NamesBack(_logger);
            return name;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (!Interlocked.Exchange(ref _isFailing, true)) ServerLog.NamesFail(_logger, e.Message);
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> AskAsync(string memberId, CancellationToken cancellation)
    {
        var address = _options.Address.Replace(NameLookupOptions.IdPlace, Uri.EscapeDataString(memberId), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (_options.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent) return null;
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"the directory of names answered {(int)answer.StatusCode}");
        }

        var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        var name = answer.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            ? NameIn(text)
            : text;
        return Usable(name);
    }

    private static string? NameIn(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Object } member
                when member.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString(),
            _ => null,
        };
    }

    /// <summary>A name is one line of printable text; a longer one is cut.</summary>
    private static string? Usable(string? name)
    {
        if (name is null) return null;
        var line = string.Concat(name.Trim().Select(c => char.IsControl(c) ? ' ' : c));
        if (line.Length <= MemberNames.MaxLength) return line;
        var end = char.IsHighSurrogate(line[MemberNames.MaxLength - 1]) ? MemberNames.MaxLength - 1 : MemberNames.MaxLength;
        return line[..end];
    }
}

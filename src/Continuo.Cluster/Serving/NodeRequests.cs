using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Json;
using Continuo.Cluster.Security;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Serving;

/// <summary>Asks other nodes on behalf of a client, with the client's role. Thread-safe.</summary>
internal sealed class NodeRequests(NodeSignature signature, PeerCertificates peers, ILogger<NodeRequests> logger) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        SslOptions = peers.ClientOptions,
    })
    {
        Timeout = TimeSpan.FromSeconds(2), // a frozen node holds no list up for longer
    };

    /// <summary>Whether a request was passed on by a node.</summary>
    public static bool IsFromNode(HttpContext context) => context.Request.Headers.ContainsKey(NodeSignature.Header);

    /// <summary>A room of another node.</summary>
    public async Task<RoomStatus> GetRoomAsync(RoomPlace place, HttpContext context) =>
        await GetAsync(place.Api, $"/api/rooms/{Uri.EscapeDataString(place.Room)}", context, ContractJson.Default.RoomStatus)
            .ConfigureAwait(false)
        ?? throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable",
            $"The node {place.Node} does not answer.", "Try again: its rooms are opened elsewhere within seconds."));

    /// <summary>What other nodes list; of one that does not answer, and for a node that asks, nothing.</summary>
    public async Task<IReadOnlyList<(string Node, IReadOnlyList<T> Values)>> ListAsync<T>(
        IEnumerable<NodeReport> nodes, string path, JsonTypeInfo<IReadOnlyList<T>> shape, HttpContext context)
    {
        if (IsFromNode(context)) return [];
        return await Task.WhenAll(nodes.Select(async n =>
            (n.Name, await GetAsync(n.Api, path, context, shape).ConfigureAwait(false) ?? []))).ConfigureAwait(false);
    }

    /// <summary>The first of other nodes that has something; <see langword="null"/> if none has it.</summary>
    public async Task<NodeReport?> FindAsync(IEnumerable<NodeReport> nodes, string path, HttpContext context)
    {
        var asked = nodes.Select(async n => (Node: n, Has: await HasAsync(n.Api, path, context).ConfigureAwait(false))).ToList();
        while (asked.Count > 0)
        {
            var answered = await Task.WhenAny(asked).ConfigureAwait(false);
            asked.Remove(answered);
            var (answering, has) = await answered.ConfigureAwait(false);
            if (has) return answering;
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> HasAsync(Uri api, string path, HttpContext context)
    {
        using var response = await SendAsync(api, path, context).ConfigureAwait(false);
        return response is { IsSuccessStatusCode: true };
    }

    private async Task<T?> GetAsync<T>(Uri api, string path, HttpContext context, JsonTypeInfo<T> shape)
        where T : class
    {
        using var response = await SendAsync(api, path, context).ConfigureAwait(false);
        if (response is null) return null;
        try
        {
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(shape, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (IsNoAnswer(e, context))
        {
            ServingLog.NoAnswer(logger, api.ToString(), e.Message);
            return null;
        }
    }

    private async Task<HttpResponseMessage?> SendAsync(Uri api, string path, HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api, path));
        request.Headers.Add(NodeSignature.Header, signature.Sign("GET", path, context.ClientRole()));
        try
        {
            return await _http.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (IsNoAnswer(e, context))
        {
            ServingLog.NoAnswer(logger, api.ToString(), e.Message);
            return null;
        }
    }

    private static bool IsNoAnswer(Exception e, HttpContext context) =>
        e is HttpRequestException or JsonException || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested);
}

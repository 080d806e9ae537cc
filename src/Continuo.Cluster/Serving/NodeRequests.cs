using System.Net.Http.Json;
using System.Text.Json;
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
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Whether a request was passed on by a node.</summary>
    public static bool IsFromNode(HttpContext context) => context.Request.Headers.ContainsKey(NodeSignature.Header);

    /// <summary>A room of another node.</summary>
    public async Task<RoomStatus> GetRoomAsync(RoomPlace place, HttpContext context) =>
        await GetAsync(place.Api, $"/api/rooms/{Uri.EscapeDataString(place.Room)}", context, ContractJson.Default.RoomStatus).ConfigureAwait(false)
        ?? throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable", $"The node {place.Node} does not answer.",
            "Try again: its rooms are opened elsewhere within seconds."));

    /// <summary>The rooms of other nodes; of one that does not answer, none.</summary>
    public async Task<IEnumerable<RoomStatus>> ListRoomsAsync(IEnumerable<NodeReport> nodes, HttpContext context)
    {
        var lists = await Task.WhenAll(nodes.Select(n => GetAsync(n.Api, "/api/rooms", context, ContractJson.Default.RoomStatusList))).ConfigureAwait(false);
        return lists.SelectMany(l => l ?? []);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T?> GetAsync<T>(Uri api, string path, HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api, path));
        request.Headers.Add(NodeSignature.Header, signature.Sign("GET", path, context.ClientRole()));
        try
        {
            using var response = await _http.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(shape, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            ServingLog.NoAnswer(logger, api.ToString(), e.Message);
            return null;
        }
    }
}

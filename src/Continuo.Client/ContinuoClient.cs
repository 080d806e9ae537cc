using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Contract.Server;
using Continuo.Client.Json;

namespace Continuo.Client;

/// <summary>
/// A client of a Continuo server: one method for each operation of its API.
/// <code>
/// using var server = new ContinuoClient(new Uri("http://127.0.0.1:7480"));
/// foreach (var stream in await server.ListStreamsAsync()) Console.WriteLine($"{stream.Name}: {stream.Health}");
/// </code>
/// </summary>
/// <remarks>
/// Thread-safe. Every method throws <see cref="AudioException"/>: with the server's own code and advice if it refuses a request, and with
/// <see cref="AudioErrorCode.ServerUnavailable"/> if it does not answer.
/// </remarks>
public sealed partial class ContinuoClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string? _token;

    /// <summary>Creates a client. Connects with the first request.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="token">Access token; <see langword="null"/> for a server on this machine that needs none.</param>
    /// <param name="handler">Sends the requests; <see langword="null"/> for direct connections.</param>
    public ContinuoClient(Uri server, string? token = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        (Server, _token) = (server, token);
        _http = new HttpClient(handler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(100),
        };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Address of the server.</summary>
    public Uri Server { get; }

    /// <summary>Gets the server's version, features, and the role of this client.</summary>
    public Task<ServerStatus> GetServerAsync(CancellationToken cancellation = default) =>
        GetAsync("api/server", ContractJson.Default.ServerStatus, cancellation);

    /// <summary>Gets the cluster that the server is a node of.</summary>
    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellation = default) =>
        GetAsync("api/cluster", ContractJson.Default.ClusterStatus, cancellation);

    /// <summary>Hands a node's rooms over to others; it takes no more.</summary>
    public Task<DrainReport> DrainNodeAsync(string node, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/cluster/nodes/{Escape(node)}/drain", null, ContractJson.Default.DrainReport, cancellation);

    /// <summary>Lists the applications that play on the server's machine.</summary>
    public Task<IReadOnlyList<ApplicationStatus>> ListApplicationsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/applications", ContractJson.Default.ApplicationStatusList, cancellation);

    /// <summary>Sets the volume of an application, given by name or process id.</summary>
    public Task<ApplicationStatus> ChangeApplicationAsync(string application, ChangeApplicationRequest change,
        CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Patch, $"api/applications/{Escape(application)}", Body(change, ContractJson.Default.ChangeApplicationRequest),
            ContractJson.Default.ApplicationStatus, cancellation);

    /// <summary>Lists the devices of the server's machine.</summary>
    public Task<IReadOnlyList<DeviceStatus>> ListDevicesAsync(CancellationToken cancellation = default) =>
        GetAsync("api/devices", ContractJson.Default.DeviceStatusList, cancellation);

    /// <summary>Lists the streams.</summary>
    public Task<IReadOnlyList<StreamStatus>> ListStreamsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/streams", ContractJson.Default.StreamStatusList, cancellation);

    /// <summary>Gets one stream.</summary>
    public Task<StreamStatus> GetStreamAsync(string name, CancellationToken cancellation = default) =>
        GetAsync($"api/streams/{Escape(name)}", ContractJson.Default.StreamStatus, cancellation);

    /// <summary>Opens a stream.</summary>
    public Task<StreamStatus> OpenStreamAsync(OpenStreamRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "api/streams", Body(request, ContractJson.Default.OpenStreamRequest),
            ContractJson.Default.StreamStatus, cancellation);

    /// <summary>Stops and removes a stream.</summary>
    public Task RemoveStreamAsync(string name, CancellationToken cancellation = default) =>
        DeleteAsync($"api/streams/{Escape(name)}", cancellation);

    /// <summary>Saves the last seconds of a stream as a recording.</summary>
    public Task<RecordingStatus> SaveReplayAsync(string stream, SaveReplayRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/streams/{Escape(stream)}/replay", Body(request, ContractJson.Default.SaveReplayRequest),
            ContractJson.Default.RecordingStatus, cancellation);

    /// <summary>Lists the recordings and other files of the recordings directory.</summary>
    public Task<IReadOnlyList<RecordingStatus>> ListRecordingsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/recordings", ContractJson.Default.RecordingStatusList, cancellation);

    /// <summary>Gets one recording.</summary>
    public Task<RecordingStatus> GetRecordingAsync(string name, CancellationToken cancellation = default) =>
        GetAsync($"api/recordings/{Escape(name)}", ContractJson.Default.RecordingStatus, cancellation);

    /// <summary>Starts a recording.</summary>
    public Task<RecordingStatus> StartRecordingAsync(StartRecordingRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "api/recordings", Body(request, ContractJson.Default.StartRecordingRequest),
            ContractJson.Default.RecordingStatus, cancellation);

    /// <summary>Finishes a recording. Returns when its file is complete.</summary>
    public Task<RecordingStatus> StopRecordingAsync(string name, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/recordings/{Escape(name)}/stop", null, ContractJson.Default.RecordingStatus, cancellation);

    /// <summary>Deletes a recording and its file.</summary>
    public Task DeleteRecordingAsync(string name, CancellationToken cancellation = default) =>
        DeleteAsync($"api/recordings/{Escape(name)}", cancellation);

    /// <summary>Opens the file of a recording for reading.</summary>
    public async Task<Stream> OpenRecordingAsync(string name, CancellationToken cancellation = default)
    {
        var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"api/recordings/{Escape(name)}/file"),
            HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Gets the waveform of a recording.</summary>
    public Task<Waveform> GetWaveformAsync(string recording, int points = 800, CancellationToken cancellation = default) =>
        GetAsync(FormattableString.Invariant($"api/recordings/{Escape(recording)}/waveform?points={points}"),
            ContractJson.Default.Waveform, cancellation);

    /// <summary>Uploads a sound file into the recordings directory.</summary>
    /// <param name="name">File name there.</param>
    /// <param name="content">The file.</param>
    /// <param name="cancellation">Ends the upload.</param>
    public Task<UploadedFile> UploadAsync(string name, Stream content, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/uploads?name={Escape(name)}", new StreamContent(content),
            ContractJson.Default.UploadedFile, cancellation);

    /// <summary>Lists the players.</summary>
    public Task<IReadOnlyList<PlayerStatus>> ListPlayersAsync(CancellationToken cancellation = default) =>
        GetAsync("api/players", ContractJson.Default.PlayerStatusList, cancellation);

    /// <summary>Gets one player.</summary>
    public Task<PlayerStatus> GetPlayerAsync(string name, CancellationToken cancellation = default) =>
        GetAsync($"api/players/{Escape(name)}", ContractJson.Default.PlayerStatus, cancellation);

    /// <summary>Opens a player.</summary>
    public Task<PlayerStatus> OpenPlayerAsync(OpenPlayerRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "api/players", Body(request, ContractJson.Default.OpenPlayerRequest),
            ContractJson.Default.PlayerStatus, cancellation);

    /// <summary>Plays, pauses, seeks, loops; sets gain, pan, mute and solo.</summary>
    public Task<PlayerStatus> ChangePlayerAsync(string name, ChangePlayerRequest change, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Patch, $"api/players/{Escape(name)}", Body(change, ContractJson.Default.ChangePlayerRequest),
            ContractJson.Default.PlayerStatus, cancellation);

    /// <summary>Closes a player.</summary>
    public Task RemovePlayerAsync(string name, CancellationToken cancellation = default) =>
        DeleteAsync($"api/players/{Escape(name)}", cancellation);

    /// <summary>Gets the waveform of a player's track.</summary>
    public Task<Waveform> GetTrackWaveformAsync(string player, int track, int points = 800, CancellationToken cancellation = default) =>
        GetAsync(FormattableString.Invariant($"api/players/{Escape(player)}/{track}/waveform?points={points}"),
            ContractJson.Default.Waveform, cancellation);

    /// <summary>Lists the sessions.</summary>
    public Task<IReadOnlyList<SessionStatus>> ListSessionsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/sessions", ContractJson.Default.SessionStatusList, cancellation);

    /// <summary>Ends a session.</summary>
    public Task EndSessionAsync(string id, CancellationToken cancellation = default) =>
        DeleteAsync($"api/sessions/{Escape(id)}", cancellation);

    /// <summary>Gets the checks of the server's machine.</summary>
    public Task<IReadOnlyList<Finding>> GetFindingsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/doctor", ContractJson.Default.FindingList, cancellation);

    /// <summary>Gets lines of the log.</summary>
    /// <param name="after">Only lines with a higher number.</param>
    /// <param name="level">Only lines of this level or above.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<IReadOnlyList<LogLine>> GetLogAsync(long after = 0, string level = "trace", CancellationToken cancellation = default) =>
        GetAsync(FormattableString.Invariant($"api/log?after={after}&level={Escape(level)}"),
            ContractJson.Default.LogLineList, cancellation);

    /// <summary>Connects to the event socket.</summary>
    /// <param name="subscription">What to receive; can be changed later.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public Task<EventConnection> ConnectEventsAsync(EventSubscription? subscription = null, CancellationToken cancellation = default) =>
        EventConnection.ConnectAsync(Server, _token, subscription ?? new EventSubscription(), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>What a server that cannot be reached, or breaks off, is for the caller.</summary>
    internal static AudioException Unreachable(Uri server, Exception e) => new(
        AudioErrorCode.ServerUnavailable,
        server.ToString(),
        $"the server does not answer: {e.GetBaseException().Message.TrimEnd('.')}",
        "Start it with 'continuo serve', or give its address with --server",
        e);

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static JsonContent Body<T>(T value, JsonTypeInfo<T> shape) => JsonContent.Create(value, shape);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, shape, cancellation);

    private async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), HttpCompletionOption.ResponseContentRead,
            cancellation).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> shape,
        CancellationToken cancellation, Seat? seat = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (seat is not null) request.Headers.Add(SeatKeyHeader, seat.Key);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        try
        {
            return await response.Content.ReadFromJsonAsync(shape, cancellation).ConfigureAwait(false)
                ?? throw new JsonException("the answer is empty");
        }
        catch (JsonException e)
        {
            throw new AudioException(AudioErrorCode.Unsupported, new Uri(Server, path).ToString(),
                $"the answer is not understood: {e.Message.TrimEnd('.')}",
                "Check that this is the address of a Continuo server of this version", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion,
        CancellationToken cancellation)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, completion, cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                throw Unreachable(Server, e);
            }
            catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new AudioException(AudioErrorCode.TimedOut, Server.ToString(), "the server did not answer in time",
                    "Look at its log", e);
            }

            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusalAsync(request, response, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<AudioException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage response,
        CancellationToken cancellation)
    {
        ApiProblem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync(ContractJson.Default.ApiProblem, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or InvalidOperationException)
        {
            // No problem details: something other than a Continuo server answers.
        }

        var code = CodeOf(problem?.Code, response.StatusCode);
        var asked = $"{request.Method} {new Uri(Server, request.RequestUri!).AbsolutePath}";
        return new AudioException(code, asked, (problem?.Detail ?? $"the server answered {(int)response.StatusCode}").TrimEnd('.'),
            (problem?.Advice ?? "See docs/api.md").TrimEnd('.'));
    }

    private static AudioErrorCode CodeOf(string? code, HttpStatusCode status)
    {
        if (code is not null && Enum.TryParse<AudioErrorCode>(code, ignoreCase: true, out var audio)) return audio;
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => AudioErrorCode.AccessDenied,
            HttpStatusCode.NotFound => AudioErrorCode.NotFound,
            HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge => AudioErrorCode.InvalidArgument,
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => AudioErrorCode.ServerUnavailable,
            _ => AudioErrorCode.InputOutput,
        };
    }
}

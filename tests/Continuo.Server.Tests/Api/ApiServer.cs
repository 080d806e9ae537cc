using Continuo.Audio;
using Continuo.Client;
using Continuo.Hosting;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Server.Tests.Api;

/// <summary>A server with a recordings directory of its own, and the typed client.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly TestServer _server;

    private ApiServer(TestServer server, string folder)
    {
        (_server, Folder) = (server, folder);
        Client = new ContinuoClient(server.Address);
    }

    public ContinuoClient Client { get; }

    /// <summary>The recordings directory.</summary>
    public string Folder { get; }

    public AudioHost Audio => _server.Audio;

    public HttpClient Http => _server.Client;

    public ServerHost Host => _server.Host;

    public static async Task<ApiServer> StartAsync(Action<AudioHost>? audio = null, ServerOptions? options = null, string? folder = null)
    {
        folder ??= Path.Combine(Directory.CreateTempSubdirectory("continuo-api-").FullName, "recordings");
        var server = await TestServer.StartAsync(
            (options ?? new ServerOptions()) with { RecordingsDirectory = folder }, audio, new AudioSystem().UseAll());
        return new ApiServer(server, folder);
    }

    /// <summary>Opens a stereo tone as the stream <c>tone</c>.</summary>
    public static void OpenTone(AudioHost host) => host.OpenStream("tone", "tone:440?level=-20");

    /// <summary>The code of what a request is refused with.</summary>
    public static async Task<AudioErrorCode> RefusalOf(Func<Task> request) => (await Assert.ThrowsAsync<AudioException>(request)).Code;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}

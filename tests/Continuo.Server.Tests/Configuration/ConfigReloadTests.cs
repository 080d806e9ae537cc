using Continuo.Server.Configuration;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Server.Tests.Configuration;

public sealed class ConfigReloadTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("continuo-").FullName, "continuo.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task A_change_touches_only_what_is_declared_otherwise()
    {
        await using var server = await StartAsync("""
            { "listen": "127.0.0.1:0",
              "streams": { "same": "tone:440", "changed": "tone:440", "gone": "tone:440" },
              "players": { "p": { "files": ["tone:1?seconds=1"], "loop": true, "play": true } },
              "outputs": { "o": { "streams": ["same"], "to": "null:" } } }
            """);
        var (same, changed) = (server.Audio.GetStream("same"), server.Audio.GetStream("changed"));
        var (player, output) = (server.Audio.GetPlayer("p"), server.Audio.GetPlayer("o"));

        Assert.True(await ReloadAsync(server, """
            { "listen": "127.0.0.1:0",
              "streams": { "same": "tone:440", "changed": "tone:660", "new": "tone:440" },
              "players": { "p": { "files": ["tone:1?seconds=1"], "loop": true, "play": true } },
              "outputs": { "o": { "streams": ["same"], "to": "null:" } } }
            """));

        Assert.Same(same, server.Audio.GetStream("same"));
        Assert.Equal(LifeState.Running, same.State);
        Assert.NotSame(changed, server.Audio.GetStream("changed"));
        Assert.Equal(LifeState.Disposed, changed.State);
        Assert.Same(player, server.Audio.GetPlayer("p"));
        Assert.Same(output, server.Audio.GetPlayer("o"));
        Assert.Equal(["changed", "new", "p", "same"], server.Audio.Snapshot().Streams.Select(s => s.Name).Order());
    }

    [Fact]
    public async Task An_output_of_a_stream_that_changes_plays_the_new_one()
    {
        await using var server = await StartAsync(
            """{ "listen": "127.0.0.1:0", "streams": { "s": "tone:440" }, "outputs": { "o": { "streams": ["s"], "to": "null:" } } }""");
        var output = server.Audio.GetPlayer("o");

        await ReloadAsync(server,
            """{ "listen": "127.0.0.1:0", "streams": { "s": "tone:660" }, "outputs": { "o": { "streams": ["s"], "to": "null:" } } }""");

        Assert.NotSame(output, server.Audio.GetPlayer("o"));
    }

    [Fact]
    public async Task A_file_with_mistakes_changes_nothing()
    {
        await using var server = await StartAsync("""{ "listen": "127.0.0.1:0", "streams": { "s": "tone:440" } }""");
        var stream = server.Audio.GetStream("s");

        Assert.False(await ReloadAsync(server, """{ "listen": "127.0.0.1:0", "streams": { "t": "tone:440" }, "requireToken": 7 }"""));

        Assert.Same(stream, server.Audio.GetStream("s"));
        Assert.Single(server.Audio.Snapshot().Streams);
        Assert.False(await Watcher(server).LookAsync()); // and is not read again until it changes
    }

    [Fact]
    public async Task New_tokens_count_from_the_next_request_on()
    {
        await using var server = await StartAsync("""{ "listen": "127.0.0.1:0", "requireToken": true, "streams": { "s": "tone:440" } }""");
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "open sesame");
        Assert.Equal(401,
            (int)(
                await server.Client.GetAsync("/listen/s.ogg", HttpCompletionOption.ResponseHeadersRead,
                    TestContext.Current.CancellationToken)).StatusCode);

        await ReloadAsync(server, """{ "listen": "127.0.0.1:0", "requireToken": true, "streams": { "s": "tone:440" }, "tokens": { "t": { "role": "listen", "token": "open sesame" } } }""");

        Assert.Equal(200,
            (int)(
                await server.Client.GetAsync("/listen/s.ogg", HttpCompletionOption.ResponseHeadersRead,
                    TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_opened_keeps_nothing_else_from_it()
    {
        await using var server = await StartAsync(
            """{ "listen": "127.0.0.1:0", "streams": { "bad": "exec:/nonexistent/program", "good": "tone:440" } }""");

        Assert.Equal(StreamHealth.Flowing, await HealthAsync(server.Audio.GetStream("good")));
    }

    [Fact]
    public async Task A_declared_recording_is_finished_with_the_server()
    {
        var server = await StartAsync(
            """{ "listen": "127.0.0.1:0", "streams": { "s": "tone:440" }, "recordings": { "take": { "stream": "s", "format": "wav" } } }""");
        await HealthAsync(server.Audio.GetStream("s"));

        await server.DisposeAsync();

        var file = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(_file)!, "recordings")).GetFiles("take*.wav").Single();
        Assert.True(file.Length > 44);
    }

    private async Task<TestServer> StartAsync(string json)
    {
        await File.WriteAllTextAsync(_file, json, TestContext.Current.CancellationToken);
        var system = ServerHost.AddSchemes(new AudioSystem());
        var directory = new ConfigOverride(["recordingsDirectory"], Path.Combine(Path.GetDirectoryName(_file)!, "recordings"), "test");
        return await TestServer.StartAsync(
            ServerHost.Create(ServerConfig.Load(_file, system, [directory], new Dictionary<string, string>()), system));
    }

    private async Task<bool> ReloadAsync(TestServer server, string json)
    {
        await File.WriteAllTextAsync(_file, json, TestContext.Current.CancellationToken);
        return await Watcher(server).LookAsync();
    }

    private static ConfigWatcher Watcher(TestServer server) => (ConfigWatcher)server.Host.Services.GetService(typeof(ConfigWatcher))!;

    private static async Task<StreamHealth> HealthAsync(AudioStream stream)
    {
        var flowing = new TaskCompletionSource();
        stream.HealthChanged += (_, e) =>
        {
            if (e.Now == StreamHealth.Flowing) flowing.TrySetResult();
        };
        if (stream.Health != StreamHealth.Flowing)
        {
            await flowing.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        return stream.Health;
    }
}

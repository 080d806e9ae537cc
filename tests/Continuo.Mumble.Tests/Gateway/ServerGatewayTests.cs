using System.Text;
using Continuo.Audio;
using Continuo.Client;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Mumble.Tests.Servers;
using Continuo.Recording;
using Continuo.Server;
using Continuo.Server.Configuration;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Mumble.Tests.Gateway;

/// <summary>Gateways of the server's configuration: Mumble users and browsers hear each other.</summary>
public sealed class ServerGatewayTests : IDisposable
{
    private const string Reason = "voice through mumble-server, our server and WebRTC, in real time";
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();

    private readonly TemporaryDirectory _state = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    [RealTimeTest(Reason)]
    public async Task A_Mumble_user_and_a_WebRTC_user_hear_each_other_by_name()
    {
        using var mumble = new RealServer();
        await using var server = await StartAsync(mumble.Port);
        using var client = new ContinuoClient(server.Addresses[0]);
        await AwaitAsync(server, g => g.State == GatewayState.Connected);
        using var anna = new Talker(As(mumble.Port, "anna"), 500, 0.2);
        await using var tone = AudioStream.Open("tone:1300?level=-14");
        await using var berta = Recorder.Start(tone,
            Clients.CreateSink(
                Clients.Parse($"whip:{server.Addresses[0]}whip/studio?seat=b1&name=Berta&preset=voice-high"), new SinkRequest()));
        tone.Start();

        // The speaker's packets, as the publisher sends them, are heard as a Mumble user with the speaker's name.
        await AwaitAsync(server, g => g is { Speakers: 1, Puppets: 1 });
        using var ear = new Ear(As(mumble.Port, "listener"), "Berta");
        ear.Hears(1300, 0.2);
        ear.DoesNotHear(500);
        var before = Assert.Single(await client.ListGatewaysAsync(Stop));
        await AwaitAsync(server, g => g.Packets >= before.Packets + 100);
        var after = Assert.Single(await client.ListGatewaysAsync(Stop));
        Assert.InRange(after.ForwardedPackets - before.ForwardedPackets, (after.Packets - before.Packets) * 95 / 100, long.MaxValue);

        // Anna is a speaker of the room, and a browser hears her and not itself.
        await using var heard = AudioStream.Open($"whep:{server.Addresses[0]}whep/studio?seat=b1", null, Clients);
        var window = new ToneWindow();
        heard.Start();
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = Task.Run(async () =>
        {
            await foreach (var chunk in heard.ReadChunksAsync(cancellation: listening.Token)) window.Add(Left(chunk));
        }, Stop);
        window.Hears(500, 0.2);
        window.DoesNotHear(1300);
        await listening.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task A_server_that_comes_late_and_goes_is_connected_again_and_every_state_is_an_event()
    {
        using var mumble = new RealServer();
        mumble.Stop();
        await using var server = await StartAsync(mumble.Port);
        using var client = new ContinuoClient(server.Addresses[0]);
        await using var events = await client.ConnectEventsAsync(cancellation: Stop);
        var states = new List<GatewayState>();
        var reading = Task.Run(async () =>
        {
            await foreach (var message in events.ReadAsync(Stop))
            {
                if (message is ChangeMessage<GatewayStatus> { Value: { } status })
                {
                    lock (states) if (states.Count == 0 || states[^1] != status.State) states.Add(status.State);
                }
            }
        }, Stop);
        var waiting = await AwaitAsync(server, g => g is { State: GatewayState.Connecting, Problem: not null });
        Assert.Equal(("lobby", "studio", $"mumble://127.0.0.1:{mumble.Port}"), (waiting.Name, waiting.Room, waiting.Address));
        mumble.Start();
        Assert.Null((await AwaitAsync(server, g => g.State == GatewayState.Connected)).Problem);
        mumble.Stop();
        await AwaitAsync(server, g => g is { State: GatewayState.Reconnecting, Problem: not null });
        mumble.Start();
        await AwaitAsync(server, g => g.State == GatewayState.Connected);
        Until.True(() =>
        {
            lock (states) return states is [.., GatewayState.Connected, GatewayState.Reconnecting, GatewayState.Connected];
        }, "the events");
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task A_refusal_for_good_is_a_failure_that_says_what_to_do()
    {
        using var mumble = new RealServer("serverpassword=secret");
        await using var server = await StartAsync(mumble.Port);
        var failed = await AwaitAsync(server, g => g.State == GatewayState.Failed);
        Assert.Contains("password", failed.Problem, StringComparison.Ordinal);
    }

    private static float[] Left(AudioChunk chunk)
    {
        var left = new float[chunk.Frames];
        for (var i = 0; i < left.Length; i++) left[i] = chunk.Samples[i * chunk.Format.Channels];
        return left;
    }

    private async Task<ServerHost> StartAsync(int port)
    {
        // The certificates of tests must not lie where a user's do.
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _state.Path);
        var json = $$"""
            {
              "listen": "127.0.0.1:0",
              "recordingsDirectory": "{{_state.Path}}",
              "rooms": { "studio": {} },
              "gateways": { "lobby": { "room": "studio", "address": "mumble://127.0.0.1:{{port}}/?name=Web", "puppets": true } }
            }
            """;
        var system = ServerHost.AddSchemes(new AudioSystem());
        var server = ServerHost.Create(ServerConfig.Parse(Encoding.UTF8.GetBytes(json), "test.json", system, []), system);
        await server.StartAsync(Stop);
        return server;
    }

    private static async Task<GatewayStatus> AwaitAsync(ServerHost server, Func<GatewayStatus, bool> condition)
    {
        using var client = new ContinuoClient(server.Addresses[0]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var status = await client.GetGatewayAsync("lobby", patience.Token);
            if (condition(status)) return status;
            await Task.Delay(50, patience.Token);
        }
    }

    private MumbleOptions As(int port, string name) =>
        new() { Host = "127.0.0.1", Port = port, Name = name, Identity = name, StateDirectory = _state.Path };
}

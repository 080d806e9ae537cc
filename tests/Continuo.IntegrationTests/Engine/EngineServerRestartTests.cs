using System.Diagnostics;
using Continuo.Audio;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Engine;

/// <summary>The server that an engine plays to is killed and comes back.</summary>
public abstract class EngineServerRestartTests(AudioServerFixture server)
{
    private const string To = $"device:{AudioServerFixture.Sink}";
    private const double LevelDb = -12;
    private const int Outages = 3;
    private static readonly string Tone = $"tone:440?level={LevelDb}";

    [Fact]
    public void An_engine_continues_without_its_server_plays_when_it_is_back_and_stops_while_it_is_away()
    {
        using var engine = new AudioEngine(new EngineOptions { To = AudioAddress.Parse(To) }, server.Audio);
        engine.Start();
        var input = engine.Play(AudioAddress.Parse(Tone));
        AwaitTone();

        server.Kill();
        Await(() => engine.State == EngineState.Recovering);
        var away = engine.GetStatistics();
        Assert.Equal(1, away.Losses);
        Assert.NotEmpty(away.Failure);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(OpenMonitor).Code);
        var taken = input.GetStatistics().Read;
        Await(() => engine.GetStatistics().Blocks > away.Blocks + 100 && input.GetStatistics().Read > taken + 100);
        Assert.Equal(EngineState.Recovering, engine.State);

        server.Start();
        Await(() => engine.State == EngineState.Flowing);
        AwaitTone();
        Assert.Equal(1, engine.GetStatistics().Inputs);

        server.Kill();
        Await(() => engine.State == EngineState.Recovering);
        var stopping = Task.Run(engine.Dispose);
        Assert.True(stopping.Wait(TimeSpan.FromSeconds(60)), "it does not stop");
        Assert.Equal(EngineState.Stopped, engine.State);
        server.Start();
    }

    [Fact]
    public void A_process_tells_its_client_of_the_outage_and_loses_no_thread_and_no_handle()
    {
        var socket = Path.Combine(server.Scratch, "engine.sock");
        var engine = TestTool.Start(
            TestPrograms.Continuo[0],
            [.. TestPrograms.Continuo[1..], "engine", "--socket", socket, "--to", To],
            server.Environment);
        try
        {
            using var client = Connect(engine, socket);
            using var player = client.OpenPlayer("player");
            player.Add(Tone);
            player.Play();
            AwaitTone();
            OutageOf(client, player);
            var (threads, handles) = (Count(engine, "task"), Count(engine, "fd"));
            for (var i = 0; i < Outages; i++) OutageOf(client, player);
            // The runtime may open something of its own once; what every outage leaves behind is more.
            Await(() => Count(engine, "task") - threads < Outages && Count(engine, "fd") - handles < Outages);
            TestContext.Current.SendDiagnosticMessage(
                $"{server.GetType().Name}: {threads} threads, then {Count(engine, "task")}; {handles} handles, then {Count(engine, "fd")}");

            client.StopEngine();
            Assert.True(engine.WaitForExit(60_000), "it does not stop");
            Assert.Equal(0, engine.ExitCode);
        }
        finally
        {
            TestTool.Kill(engine);
        }
    }

    private void OutageOf(EngineClient client, RemotePlayer player)
    {
        var losses = client.GetStatistics().Losses;
        server.Kill();
        Await(() => client.GetStatistics() is { State: EngineState.Recovering, Failure.Length: > 0 } report && report.Losses > losses);
        var (position, blocks) = (player.GetStatistics().Position, client.GetStatistics().Blocks);
        Await(() => player.GetStatistics().Position > position + 48_000 && client.GetStatistics().Blocks > blocks + 100);
        Assert.Equal(EngineState.Recovering, client.GetStatistics().State);

        server.Start();
        Await(() => client.GetStatistics().State == EngineState.Flowing);
        AwaitTone();
    }

    /// <summary>Listens until the tone is there for 100 ms, as loud as it should be.</summary>
    private void AwaitTone()
    {
        const int Part = 4800;
        using var monitor = new SourceReader($"{To}.monitor", server.Audio);
        var part = new float[Part];
        Await(() =>
        {
            monitor.Samples.Clear();
            monitor.ReadFrames(Part);
            for (var i = 0; i < Part; i++) part[i] = monitor.Samples[2 * i];
            return Math.Abs(Tones.LevelDb(part, 440, 48_000) - LevelDb) < 1.5;
        });
    }

    private void OpenMonitor()
    {
        using var monitor = new SourceReader($"{To}.monitor", server.Audio);
    }

    private static EngineClient Connect(Process engine, string socket)
    {
        EngineClient? client = null;
        Await(() =>
        {
            Assert.False(engine.HasExited, "the engine has ended");
            try
            {
                client = EngineClient.Connect(socket);
            }
            catch (AudioException)
            {
                return false; // not there yet
            }

            if (client.GetStatistics().IsWarm) return true;
            client.Dispose();
            return false;
        });
        return client!;
    }

    private static int Count(Process process, string what) => Directory.GetFileSystemEntries($"/proc/{process.Id}/{what}").Length;

    private static void Await(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), "it does not come about");
            Thread.Sleep(20);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Continuo.Audio;
using Continuo.Streams;
using Continuo.Threading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Continuo.Hosting.Tests.Configuration;

public sealed class AddContinuoTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_configuration_opens_streams_and_recordings_that_live_with_the_program()
    {
        using var folder = new TemporaryFolder();
        using var program = Build(new()
        {
            ["Continuo:Streams:short"] = "tone:440",
            ["Continuo:Streams:long:Address"] = "tone:880",
            ["Continuo:Streams:long:SampleRate"] = "16000",
            ["Continuo:Streams:long:Channels"] = "1",
            ["Continuo:Recordings:take:Stream"] = "long",
            ["Continuo:Recordings:take:To"] = folder["take.wav"],
            ["Continuo:Recordings:take:Duration"] = "00:00:00.1",
        });
        var stream = program.Services.GetRequiredKeyedService<AudioStream>("long");
        var host = program.Services.GetRequiredService<AudioHost>();
        Assert.Same(host.GetStream("long"), stream);
        Assert.Equal(new AudioFormat(16_000, 1), stream.Format);
        Assert.Equal(LifeState.Created, stream.State);

        await program.StartAsync(Stop);
        Assert.Equal((1600, null), await host.FinishOf("take", Ample));
        Assert.Equal(LifeState.Running, host.GetStream("short").State);
        await program.StopAsync(Stop);
        Assert.Equal(LifeState.Stopped, host.State);
        Assert.Equal(LifeState.Stopped, host.GetStream("short").State);
    }

    [Fact]
    public async Task Code_adds_to_the_configuration_and_replaces_it()
    {
        using var program = Build(new() { ["Continuo:Streams:a"] = "tone:440", ["Continuo:Streams:b"] = "tone:440" }, services => services
            .AddContinuo(o => o.Streams["c"] = new() { Address = "silence:" })
            .AddStream("b", "noise:", new StreamOptions { Channels = 1 })
            .ConfigureAudio(a => a.AddSource("app", (_, _) => new FaultySource(1)))
            .AddStream("d", "app:x"));
        await program.StartAsync(Stop);
        var snapshot = program.Services.GetRequiredService<AudioHost>().Snapshot();
        Assert.Equal(["a tone:440", "b noise:", "c silence:", "d app:x"], snapshot.Streams.Select(s => $"{s.Name} {s.Address}"));
        Assert.Equal(1, snapshot.Streams[1].Channels);
    }

    [Fact]
    public async Task All_mistakes_are_reported_at_once_with_their_places_before_anything_is_opened()
    {
        using var folder = new TemporaryFolder();
        using var program = Build(new()
        {
            ["Continuo:Streams:a:Adress"] = "tone:440",
            ["Continuo:Streams:b:Address"] = "tune:440",
            ["Continuo:Streams:b:SampleRate"] = "many",
            ["Continuo:Streams:c:Address"] = "tone:440",
            ["Continuo:Streams:c:Channels"] = "99",
            ["Continuo:Streams:d:Address"] = "tone:440",
            ["Continuo:Streams:d:WaitForAppearance"] = "soon",
            ["Continuo:Recordings:x:Stream"] = "e",
            ["Continuo:Recordings:x:To"] = folder["x.wav"],
            ["Continuo:Recordings:y:Stream"] = "c",
            ["Continuo:Recordings:y:To"] = folder["x.wav"],
            ["Continuo:Recordings:y:Duration"] = "-00:00:01",
            ["Continuo:Rooms:z"] = "1",
        });
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => program.StartAsync(Stop));

        string[] places =
        [
            "Continuo:Streams:a:Adress: there is no such setting; the settings are Address, SampleRate, Channels, WaitForAppearance",
            "Continuo:Streams:a:Address: ",
            "Continuo:Streams:b:Address: tune:440",
            "Continuo:Streams:b:SampleRate: 'many' is not a whole number",
            "Continuo:Streams:c: ",
            "Continuo:Streams:d:WaitForAppearance: 'soon' is not a time",
            "Continuo:Recordings:x:Stream: no stream 'e' is declared",
            "Continuo:Recordings:y:To: recording 'x' writes to the same file",
            "Continuo:Recordings:y:Duration: the time is not positive",
            "Continuo:Rooms: there is no such setting; the settings are Streams, Recordings",
        ];
        foreach (var place in places) Assert.Contains(failure.Failures, f => f.StartsWith(place, StringComparison.Ordinal));
        Assert.Equal(places.Length, failure.Failures.Count());
        Assert.False(File.Exists(folder["x.wav"]));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_ends_the_start_with_its_reason()
    {
        using var program = Build(new() { ["Continuo:Streams:a"] = "no-such-file.wav" });
        var failure = await Assert.ThrowsAsync<AudioException>(() => program.StartAsync(Stop));
        Assert.Equal(AudioErrorCode.NotFound, failure.Code);
    }

    [Fact]
    public async Task A_key_that_is_no_stream_is_refused_with_those_there_are()
    {
        using var program = Build(new() { ["Continuo:Streams:a"] = "tone:440" });
        await program.StartAsync(Stop);
        Assert.Contains("'a'", Assert.Throws<AudioException>(() => program.Services.GetRequiredKeyedService<AudioStream>("b")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_meter_counts_streams_by_health_and_comes_from_the_programs_factory()
    {
        using var program = Build(new()
        {
            ["Continuo:Streams:a"] = "tone:440?seconds=0.01",
            ["Continuo:Streams:b"] = "tone:440?seconds=0.01",
        });
        await program.StartAsync(Stop);
        var host = program.Services.GetRequiredService<AudioHost>();
        await host.WatchAsync(Stop).FirstAsync(_ => host.Snapshot().Streams.All(s => s.Health == StreamHealth.Stopped), Stop);
        var factory = program.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Continuo.Hosting" && instrument.Meter.Scope == factory) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen[$"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))}".TrimEnd()] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(2, seen["continuo.host.streams stopped"]);
        Assert.Equal(0, seen["continuo.host.streams flowing"]);
        Assert.Equal(0, seen["continuo.host.recordings failed"]);
        Assert.Equal(host.Version, seen["continuo.host.events"]);
        Assert.Equal(0, seen["continuo.host.missed_events"]);
    }

    private static IHost Build(Dictionary<string, string?> configuration, Action<IServiceCollection>? add = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(configuration);
        if (add is null) builder.Services.AddContinuo();
        else add(builder.Services);
        return builder.Build();
    }
}

using System.Diagnostics;
using System.Text.Json;
using Continuo.Page.Tests;
using Continuo.Page.Tests.Support;

namespace Continuo.Scenarios.Page;

/// <summary>The page in a real browser: level, drop-outs, latency, faders, volumes in a room, a killed server, the first load.</summary>
internal static class PageScenario
{
    private const int Moves = 21;
    private static readonly string[] Paths = ["webrtc", "websocket", "http"];
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static bool Run(double seconds, bool asJson)
    {
        var figures = MeasureAsync(seconds).GetAwaiter().GetResult();
        Console.WriteLine(asJson ? JsonSerializer.Serialize(figures, Indented) : figures.ToString());
        return figures.IsGood;
    }

    private static async Task<PageFigures> MeasureAsync(double seconds)
    {
        using var pulse = new PrivatePulse();
        await using var chromium = await Chromium.StartAsync(pulse.Environment);
        await using var server = await ServeProcess.StartTonesAsync();
        var load = await LoadAsync(chromium, server);
        var delays = await PageDelays.MeasureAsync(chromium, pulse, TimeSpan.FromSeconds(Math.Clamp(seconds / 5, 10, 60)));
        var levels = new Dictionary<string, double[]>();
        var restarts = new Dictionary<string, double>();
        foreach (var path in Paths)
        {
            await using var page = await chromium.OpenAsync(server.Address);
            restarts[path] = (await Restart.MeasureAsync(server, page, path)).TotalMilliseconds;
            levels[path] = (await Tones.MeasureAsync(page, 40)).Levels[..2];
        }

        var fader = await FaderAsync(chromium, server);
        return new PageFigures
        {
            LevelsDb = levels,
            ExpectedDb = ToneServer.LevelDb,
            ListenedSeconds = seconds,
            DropOuts = await DropOutsAsync(chromium, server, seconds),
            Delays = delays,
            FaderMs = fader,
            RoomVolumeMs = await RoomVolumeAsync(chromium),
            RestartMs = restarts,
            LoadToSoundMs = load,
        };
    }

    private static async Task<double> LoadAsync(Chromium chromium, ServeProcess server)
    {
        var begun = Stopwatch.StartNew();
        await using var page = await chromium.OpenAsync(server.Address);
        await ListeningTests.ListenAsync(page, "webrtc");
        await Tones.OpenAsync(page);
        await Tones.MeasureAsync(page, 1);
        return begun.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> FaderAsync(Chromium chromium, ServeProcess server)
    {
        await using var page = await chromium.OpenAsync(server.Address);
        var delays = await FaderDelay.MeasureAsync(page, Moves);
        Array.Sort(delays);
        return delays[Moves / 2];
    }

    private static async Task<IReadOnlyList<double>> RoomVolumeAsync(Chromium chromium)
    {
        await using var server = await ServeProcess.StartAsync(new { rooms = new { studio = new { channels = 1 } } });
        await using var speaker = await chromium.OpenAsync(server.At("/rooms/studio"));
        await RoomPage.JoinAsync(speaker, "Jonas");
        await RoomPage.UseToneAsync(speaker, 660);
        await speaker.Page.Keyboard.PressAsync("k");
        await using var listener = await chromium.OpenAsync(server.At("/rooms/studio"));
        await RoomPage.JoinAsync(listener, "Mio");
        var delays = await RoomVolumeDelay.MeasureAsync(listener, "Jonas", 2 * Moves);
        return [.. delays.Order()];
    }

    private static async Task<IReadOnlyList<string>> DropOutsAsync(Chromium chromium, ServeProcess server, double seconds)
    {
        await using var page = await chromium.OpenAsync(server.Address);
        await ListeningTests.ListenAsync(page, "webrtc");
        await Tones.OpenAsync(page);
        await Tones.MeasureAsync(page, 20);
        return (await Tones.MeasureAsync(page, (int)(seconds * 20))).Spoilt;
    }
}

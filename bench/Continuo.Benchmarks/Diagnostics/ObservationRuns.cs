using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Benchmarks.Diagnostics;

/// <summary>
/// What observing costs a whole stream, from its source to its end: a player whose budget is watched or not, a capture whose metrics are collected
/// or not. Both ways in turns, so that both see the same machine; per block of 10 ms.
/// </summary>
internal static class ObservationRuns
{
    private const int Rounds = 15;
    private const int Seconds = 60;
    private const double BlockNanoseconds = 1e7;

    /// <summary>Prints the difference of the medians.</summary>
    public static void Quick()
    {
        Compare("playing 8 tracks: monitor", observed => Play(observed));
        Compare("capturing: metrics ten times a second", observed => Capture(observed));
    }

    private static void Compare(string name, Func<bool, double> run)
    {
        run(false);
        run(true);
        var (off, on, differences) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            // Who begins alternates, too.
            if (round % 2 == 0) off[round] = run(false);
            on[round] = run(true);
            if (round % 2 == 1) off[round] = run(false);
            differences[round] = on[round] - off[round];
        }

        foreach (var figures in new[] { off, on, differences }) Array.Sort(figures);
        QuickRuns.Print($"{name} off", "ns/block", off[Rounds / 2], off[0], 0);
        QuickRuns.Print($"{name} on", "ns/block", on[Rounds / 2], on[0], 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: on adds {differences[Rounds / 2]:F1} ns to a block of 10 ms = {100 * differences[Rounds / 2] / BlockNanoseconds:F4} % of its time"));
    }

    /// <summary>A minute of eight tones into nowhere, as fast as it goes.</summary>
    private static double Play(bool observed)
    {
        using var player = new Player(AudioFormat.Default, new PlaybackOptions { ReaderThread = false });
        var system = new AudioSystem();
        for (var i = 1; i <= 8; i++) player.Add($"tone:{110 * i}?level=-30&seconds={Seconds}", system);
        using var playback = new Playback(player, new NullSink(), endsWithPlayer: true);
        playback.Monitor.IsOn = observed;
        player.Play();
        var begin = Stopwatch.GetTimestamp();
        playback.Start();
        playback.Ended.Wait();
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / (Seconds * 100);
    }

    /// <summary>A minute of a tone to one subscriber, as fast as it goes.</summary>
    private static double Capture(bool observed)
    {
        using var stream = AudioStream.Open($"tone:440?seconds={Seconds}", new StreamOptions { Pacing = Pacing.Unpaced, RealTimePriority = false });
        using var subscription = stream.Subscribe(static (in AudioChunk _) => { });
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == StreamMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        if (observed) listener.Start();
        using var collect = new Timer(_ => listener.RecordObservableInstruments(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        var begin = Stopwatch.GetTimestamp();
        stream.Start();
        subscription.Drained.Wait();
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / (Seconds * 100);
    }
}

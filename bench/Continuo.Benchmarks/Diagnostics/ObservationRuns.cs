using System.Diagnostics.Metrics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Benchmarks.Diagnostics;

/// <summary>
/// What observing costs a whole stream, from its source to its end: a player whose budget is watched or not, a capture whose metrics are
/// collected or not. Counted is the processor time of the whole process per block of 10 ms. Runs are short and alternate, and each pair
/// gives one difference, so that what else the machine does falls on both sides; the median of all pairs is printed with its 95 %
/// interval (order statistics, sign test).
/// </summary>
internal static class ObservationRuns
{
    private const int Pairs = 101;
    private const int Seconds = 60;
    private const int ChunksPerCollection = 10;
    private const double BlockNanoseconds = 1e7;

    // Of 101 differences the median of all possible ones lies between the 41st and the 61st, with 95 % confidence.
    private const int Margin = 10;

    /// <summary>Prints the median difference.</summary>
    public static void Quick()
    {
        Compare("playing 8 tracks: monitor", observed => Play(observed));
        Compare("capturing: metrics ten times a second", observed => Capture(observed));
    }

    private static void Compare(string name, Func<bool, double> run)
    {
        for (var i = 0; i < 5; i++) _ = run(false) + run(true);
        var (off, on, differences) = (new double[Pairs], new double[Pairs], new double[Pairs]);
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Which run is first alternates, too.
            if (pair % 2 == 0) off[pair] = run(false);
            on[pair] = run(true);
            if (pair % 2 == 1) off[pair] = run(false);
            differences[pair] = on[pair] - off[pair];
        }

        foreach (var figures in new[] { off, on, differences }) Array.Sort(figures);
        QuickRuns.Print($"{name} off", "ns/block", off[Pairs / 2], off[0], 0);
        QuickRuns.Print($"{name} on", "ns/block", on[Pairs / 2], on[0], 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: on adds {differences[Pairs / 2]:F1} ns "
                + $"({differences[(Pairs / 2) - Margin]:F1}…{differences[(Pairs / 2) + Margin]:F1}) "
                + $"to a block of 10 ms = {100 * differences[Pairs / 2] / BlockNanoseconds:F4} % "
                + $"({100 * differences[(Pairs / 2) - Margin] / BlockNanoseconds:F4}…"
                + $"{100 * differences[(Pairs / 2) + Margin] / BlockNanoseconds:F4} %) of its time"));
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
        var begin = Environment.CpuUsage.TotalTime;
        playback.Start();
        playback.Ended.Wait();
        return (Environment.CpuUsage.TotalTime - begin).TotalNanoseconds / (Seconds * 100);
    }

    /// <summary>A minute of a tone to one subscriber, as fast as it goes; metrics are collected once for each 100 ms of audio.</summary>
    private static double Capture(bool observed)
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == StreamMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        if (observed) listener.Start();
        using var stream = AudioStream.Open(
            $"tone:440?seconds={Seconds}", new StreamOptions { Pacing = Pacing.Unpaced, RealTimePriority = false });
        var chunks = 0;
        using var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            if (++chunks % ChunksPerCollection == 0 && observed) listener.RecordObservableInstruments();
        });
        var begin = Environment.CpuUsage.TotalTime;
        stream.Start();
        subscription.Drained.Wait();
        return (Environment.CpuUsage.TotalTime - begin).TotalNanoseconds / (Seconds * 100);
    }
}

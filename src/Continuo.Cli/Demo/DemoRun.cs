using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Cli.Demo;

/// <summary>
/// The demo's stream and its consumers: one that records, one that is too slow, one that is too slow but limits its lag, one that throws.
/// </summary>
internal sealed class DemoRun : IDisposable
{
    /// <summary>A ring of one second, so that a slow consumer is soon overrun.</summary>
    private const int RingChunks = 100;

    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(200);

    private readonly AudioStream _stream;
    private readonly Recorder _recorder;
    private readonly (string Name, string Manner, Subscription Subscription)[] _consumers;
    private readonly string _file;
    private float _peak;
    private RecordingResult? _result;
    private Task _stopping = Task.CompletedTask;

    public DemoRun(string file, TimeSpan? length)
    {
        _file = file;
        _stream = AudioStream.Open("music", () => new MusicSource(length), new StreamOptions { RingChunks = RingChunks });
        try
        {
            _recorder = Recorder.Start(_stream, new WavFileSink(file, SampleType.S16), new RecorderOptions { Name = "good" });
        }
        catch
        {
            _stream.Dispose();
            throw;
        }

        var crashes = 0;
        _consumers =
        [
            ("good", $"records {Path.GetFileName(file)}", _recorder.Subscription),
            ("slow", "sleeps 25 ms per 10 ms chunk", Subscribe("slow", null, (in AudioChunk _) => Thread.Sleep(SlowPause))),
            ("slow, MaxLag 200 ms", "the same, with a limited lag",
                Subscribe("current", Tolerance, (in AudioChunk _) => Thread.Sleep(SlowPause))),
            ("crashing", "throws on every 5th chunk", Subscribe("crashing", null, (in AudioChunk _) =>
            {
                if (++crashes % 5 == 0) throw new InvalidOperationException("a bug in the consumer");
            })),
        ];
        Subscribe("meter", null, (in AudioChunk chunk) => Volatile.Write(ref _peak, Peak(chunk.Samples)));
    }

    /// <summary>Completed when the piece has ended or <see cref="StopAsync"/> was called.</summary>
    public Task Ended => _stream.Ended;

    /// <summary>Peak of the latest chunk.</summary>
    public float PeakNow => Volatile.Read(ref _peak);

    public void Start() => _stream.Start();

    /// <summary>Stops capture and recording. Chunks that the slow consumers have not read stay pending.</summary>
    /// <exception cref="AudioException">The recording failed.</exception>
    public async Task StopAsync()
    {
        // The slow consumers are not waited for, because the statistics must show where they are now.
        _stopping = Task.Run(_stream.Stop);
        _result = await _recorder.Completion.ConfigureAwait(false);
        if (_result.Failure is { } failure) throw failure;
    }

    public DemoReport Report()
    {
        var consumers = _consumers.Select(c => DemoConsumerReport.Of(c.Name, c.Manner, c.Subscription)).ToArray();
        var frames = _result?.Frames ?? _recorder.Frames;
        return new DemoReport(_file, frames, AudioSeconds.Of(frames, _stream.Format), _stream.Format.SampleRate, _stream.Format.Channels,
            _stream.Statistics.Chunks, consumers, consumers.All(c => c.SumAgrees));
    }

    public void Dispose()
    {
        _stopping.Wait();
        _stream.Dispose();
    }

    private Subscription Subscribe(string name, TimeSpan? maxLag, ChunkHandler handler) =>
        _stream.Subscribe(handler, new RingReaderOptions { Name = name, MaxLag = maxLag });

    private static float Peak(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }
}

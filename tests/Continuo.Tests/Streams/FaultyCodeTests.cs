using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Microsoft.Extensions.Logging;

namespace Continuo.Tests.Streams;

/// <summary>Code of others may throw anything, anywhere: it is counted and told, and ends nothing else.</summary>
public sealed partial class FaultyCodeTests
{
    private readonly StreamOptions _options = new() { RealTimePriority = false };

    public static TheoryData<string, string> SinkFaults
    {
        get
        {
            var faults = new TheoryData<string, string>();
            foreach (var where in new[] { "write", "finish", "dispose" })
            {
                foreach (var what in new[] { "io", "audio", "cancelled", "argument" }) faults.Add(where, what);
            }

            return faults;
        }
    }

    [Fact]
    public void Handlers_that_throw_disturb_neither_the_stream_nor_each_other_and_are_reported_once()
    {
        var log = new ListLogger();
        using var stream = AudioStream.Open("tone", () => new CountingSource(480 * 1000), _options with { Logger = log });
        var others = 0;
        stream.HealthChanged += (_, _) => throw new InvalidOperationException("health");
        stream.HealthChanged += (_, _) => others++;
        stream.PressureChanged += (_, _) => throw new InvalidOperationException("pressure");
        using var subscription = stream.Subscribe((in AudioChunk _) => throw new InvalidOperationException("handler"),
            new RingReaderOptions { Name = "meter" });
        subscription.Faulted += (_, _) => throw new InvalidOperationException("a bug in the logger");
        stream.Start();
        SpinWait.SpinUntil(() => stream.HandlerFaults > 0 && subscription.Faults > 5);
        stream.Stop();
        stream.Dispose();
        Assert.True(others > 0);
        Assert.Equal("health", stream.FirstHandlerFault!.Message);
        Assert.Equal("handler", subscription.FirstFault!.Message);
        Assert.Equal(2, log.Lines.Count(l => l.Contains("threw", StringComparison.Ordinal)));
        Assert.Null(stream.Failure);
    }

    [Theory, MemberData(nameof(SinkFaults))]
    public async Task Whatever_a_sink_throws_the_recording_completes(string where, string what)
    {
        Exception fault = what switch
        {
            "io" => new IOException("network share gone"),
            "audio" => new AudioException(AudioErrorCode.DiskFull, "x", "full", "Make room"),
            "cancelled" => new OperationCanceledException("not by us"),
            _ => new ArgumentException("a bug"),
        };
        using var stream = AudioStream.Open("tone", () => new CountingSource(4800), _options with { Pacing = Pacing.Unpaced });
        var sink = new FaultySink(where, fault);
        using var recorder = Recorder.Start(stream, sink);
        stream.Start();
        var result = await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(1, sink.Disposals);
        if (where == "dispose") Assert.Null(result.Failure);
        else Assert.Contains(fault.Message, result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sink_that_cannot_be_opened_is_freed_and_the_stream_continues_without_it()
    {
        using var stream = AudioStream.Open("tone", () => new CountingSource(4800), _options);
        var sink = new FaultySink("open", new IOException("no"));
        Assert.Throws<IOException>(() => Recorder.Start(stream, sink));
        Assert.Equal(1, sink.Disposals);
        Assert.Empty(stream.Subscriptions);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_source_that_is_cancelled_by_others_or_fails_anyhow_is_no_good_end(bool cancelled)
    {
        Exception fault = cancelled ? new TaskCanceledException("The request timed out.") : new InvalidDataException("broken");
        using var stream = AudioStream.Open("http", () => new FaultySource(fault), _options);
        using var recorder = Recorder.Start(stream, new NullSink());
        stream.Start();
        var result = await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(StreamHealth.Failed, stream.Health);
        Assert.Contains(fault.Message.TrimEnd('.'), stream.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(480, result.Frames);
    }

    [Fact]
    public void A_source_that_returns_the_default_does_not_spin()
    {
        var source = new FaultySource(null);
        using var stream = AudioStream.Open("mine", () => source, _options);
        stream.Start();
        Thread.Sleep(200);
        stream.Stop();
        Assert.InRange(stream.Statistics.Reads, 1, 1000);
        Assert.Equal(SourceStatus.Nothing, default(SourceRead).Status);
    }

    [Fact]
    public void A_damaged_compressed_stream_is_a_failure_of_its_source()
    {
        var good = new MemoryStream();
        using (var zip = new GZipStream(good, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(new byte[200_000]);
        var bytes = good.ToArray();
        for (var i = 60; i < bytes.Length; i++) bytes[i] ^= 0x5A;
        AssertFails(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
    }

    [Fact]
    public void A_stream_may_throw_anything_at_any_call() => AssertFails(new Sinks.ThrowingStream(new NotSupportedException("a bug")));

    [Fact]
    public void Events_are_raised_through_the_guard_alone()
    {
        var declared = 0;
        foreach (var file in Directory.EnumerateFiles(Root(), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (var name in EventDeclaration().Matches(text).Select(m => m.Groups[1].Value))
            {
                declared++;
                Assert.False(Regex.IsMatch(text, $@"\b{name}(\?\.Invoke|\.Invoke)?\("),
                    $"{Path.GetFileName(file)} raises {name} itself; a handler that throws would end what raises it. Use UserCode.Raise.");
            }
        }

        Assert.True(declared > 8);
    }

    private static void AssertFails(Stream stream)
    {
        using var source = new PcmStreamSource(stream, PcmFormat.Parse("s16le,48000,2"), SystemClock.Instance);
        source.Open();
        var block = new float[960];
        Assert.Equal(AudioErrorCode.InputOutput, Assert.Throws<AudioException>(() =>
        {
            while (source.Read(block, TimeSpan.FromSeconds(1)).Status != SourceStatus.End)
            {
            }
        }).Code);
    }

    private static string Root([CallerFilePath] string path = "") =>
        // Paths in the binaries are mapped for deterministic builds; the tests run from the tree.
        Directory.Exists(Path.GetDirectoryName(path))
            ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../src"))
            : FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }

    [GeneratedRegex(@"\bevent\s+(?:EventHandler|Action)[^;{=]*?\s(\w+)\s*[;{]")]
    private static partial Regex EventDeclaration();

    private sealed class FaultySink(string where, Exception fault) : IAudioSink
    {
        public int Disposals { get; private set; }

        public string Description => "faulty";

        public long FramesWritten => 0;

        public void Open(AudioFormat format) => ThrowIf("open");

        public void Write(ReadOnlySpan<float> samples) => ThrowIf("write");

        public void Finish() => ThrowIf("finish");

        public void Interrupt()
        {
        }

        public void Dispose()
        {
            Disposals++;
            ThrowIf("dispose");
        }

        private void ThrowIf(string here)
        {
            if (here == where) throw fault;
        }
    }

    private sealed class FaultySource(Exception? fault) : IAudioSource
    {
        private int _reads;

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "faulty";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            if (fault is null) return default;
            if (_reads++ > 0) throw fault;
            destination[..960].Clear();
            return SourceRead.Data(480);
        }

        public void Interrupt()
        {
        }

        public void Dispose() => throw new InvalidOperationException("here, too");
    }

    private sealed class ListLogger : ILogger
    {
        private readonly List<string> _lines = [];

        public string[] Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines) _lines.Add(formatter(state, exception));
        }
    }
}

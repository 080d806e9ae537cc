using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Devices.Tests.Backends;

public sealed class AudioBackendTests
{
    private readonly LoopBackend _backend = new();
    private readonly AudioSystem _system;

    public AudioBackendTests() => _system = new AudioSystem().UseBackend(_backend);

    [Fact]
    public void What_a_backend_has_is_listed_with_the_addresses_that_open_it()
    {
        using var server = _backend.Connect();
        Assert.Equal(["device:loop", "device:loop"], server.ListDevices().Select(d => d.Address));
        Assert.Equal(["app:player"], server.ListApplications().Select(a => a.Address));
    }

    [Theory]
    [InlineData("device:", 440)]
    [InlineData("device:loop", 440)]
    [InlineData("app:player", 880)]
    public async Task A_device_and_an_application_are_captured(string address, int hertz)
    {
        using var stream = AudioStream.Open(address, new StreamOptions { Pacing = Pacing.Unpaced }, _system);
        var sink = new LoopBackend.MemorySink();
        using var recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = 48_000 });
        stream.Start();
        await recorder.Completion;

        var rises = 0;
        for (var i = 2; i < sink.Samples.Count; i += 2) rises += sink.Samples[i - 2] < 0 && sink.Samples[i] >= 0 ? 1 : 0;
        Assert.InRange(rises, hertz - 1, hertz);
    }

    [Fact]
    public async Task A_stream_is_played_to_its_device_which_paces_it()
    {
        using var stream = AudioStream.Open("tone:1000", new StreamOptions { RealTimePriority = false });
        var output = _system.CreateSink(AudioAddress.Parse("device:?latency=40"), new SinkRequest(null, SystemClock.Instance));
        Assert.NotNull(output.Output);
        using var recorder = Recorder.Start(stream, output, new RecorderOptions { Frames = 9_600 });
        stream.Start();
        Assert.Equal(9_600, (await recorder.Completion).Frames);

        Assert.NotNull(recorder.Live);
        Assert.InRange(_backend.Played.Samples.Max(), 0.05f, 1f);
    }

    [Theory]
    [InlineData("system:", AudioErrorCode.Unsupported)]
    [InlineData("system:x", AudioErrorCode.InvalidArgument)]
    [InlineData("app:", AudioErrorCode.InvalidArgument)]
    [InlineData("app:other", AudioErrorCode.NotFound)]
    [InlineData("device:?loop", AudioErrorCode.InvalidArgument)]
    public void What_a_backend_cannot_open_is_refused_and_nothing_else_is_captured_instead(string address, AudioErrorCode code) =>
        Assert.Equal(code, Assert.Throws<AudioException>(() => AudioStream.Open(address, system: _system)).Code);

    [Fact]
    public void A_backend_is_chosen_by_name_or_the_first_that_runs()
    {
        var stopped = new PulseBackend("unix:/no/such/socket");
        var backends = new AudioBackends().Add(stopped).Add(_backend);
        Assert.Same(_backend, backends.Choose("Loop").Backend);
        Assert.Same(stopped, backends.Choose("pulse").Backend);
        Assert.Same(_backend, backends.Choose().Backend);
        Assert.Same(stopped, new AudioBackends().Add(stopped).Choose().Backend);

        var failure = Assert.Throws<AudioException>(() => backends.Choose("lop"));
        Assert.Equal(AudioErrorCode.NotFound, failure.Code);
        Assert.Contains("did you mean 'loop'", failure.Happened, StringComparison.Ordinal);
        Assert.Equal(
            "Available: pulse (PulseAudio, and PipeWire through its PulseAudio server), loop (one device in memory)",
            failure.Remedy);
    }
}

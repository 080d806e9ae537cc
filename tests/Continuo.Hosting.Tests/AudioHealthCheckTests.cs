using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Continuo.Hosting.Tests;

public sealed class AudioHealthCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flowing_and_silent_streams_are_healthy()
    {
        using var program = Build();
        await program.StartAsync(Stop);
        var host = program.Services.GetRequiredService<AudioHost>();
        host.OpenStream("loud", "tone:440");
        host.OpenStream("quiet", "silence:");
        await Until(host, "loud", StreamHealth.Flowing);
        await Until(host, "quiet", StreamHealth.Silent);

        var report = await Check(program);
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.StartsWith("Flowing", (string)report.Entries["continuo"].Data["stream loud"], StringComparison.Ordinal);
        Assert.StartsWith("Silent", (string)report.Entries["continuo"].Data["stream quiet"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_delivers_nothing_degrades_the_program()
    {
        using var program = Build();
        await program.StartAsync(Stop);
        var host = program.Services.GetRequiredService<AudioHost>();
        host.AddStream("mute", AudioStream.Open("mute", () => new MuteSource()));
        await Until(host, "mute", StreamHealth.Stalled);
        var report = await Check(program);
        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("delivered nothing yet", report.Entries["continuo"].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_failed_stream_is_reported_as_it_was_registered(HealthStatus? failureStatus, HealthStatus expected)
    {
        using var program = Build(failureStatus);
        await program.StartAsync(Stop);
        var host = program.Services.GetRequiredService<AudioHost>();
        host.OpenStream("fine", "tone:440");
        host.AddStream("faulty", AudioStream.Open("faulty", () => new FaultySource(1), new StreamOptions { Pacing = Pacing.Unpaced }));
        await Until(host, "faulty", StreamHealth.Failed);
        var report = await Check(program);
        Assert.Equal(expected, report.Status);
        Assert.Contains("it broke", report.Entries["continuo"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_recording_degrades_the_program()
    {
        using var program = Build();
        await program.StartAsync(Stop);
        var host = program.Services.GetRequiredService<AudioHost>();
        host.OpenStream("tone", "tone:440");
        host.StartRecording("pipe", "tone", "exec:false?format=s16le,48000,2");
        await host.WatchAsync(Stop).FirstAsync(_ => host.Snapshot().Recordings[0].State == Hosting.Watching.RecordingState.Failed, Stop);
        Assert.Equal(HealthStatus.Degraded, (await Check(program)).Status);
    }

    private static Task<HealthReport> Check(IHost program) =>
        program.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);

    private static async Task Until(AudioHost host, string stream, StreamHealth health) =>
        await host.WatchAsync(Stop).FirstAsync(
            e => (e.Snapshot?.Streams.Single(s => s.Name == stream) ?? (e.Name == stream ? e.Stream : null))?.Health == health, Stop);

    private static IHost Build(HealthStatus? failureStatus = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddContinuo();
        builder.Services.AddHealthChecks().AddContinuo(failureStatus: failureStatus);
        return builder.Build();
    }

    private sealed class MuteSource : IAudioSource
    {
        private readonly ManualResetEventSlim _interrupted = new();

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Device;

        public string Description => "a mute device";

        public void Open() => _interrupted.Reset();

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            _interrupted.Wait(timeout);
            return SourceRead.Nothing;
        }

        public void Interrupt() => _interrupted.Set();

        public void Dispose()
        {
        }
    }
}

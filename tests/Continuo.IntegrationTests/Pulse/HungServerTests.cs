using System.Diagnostics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Engine;
using Continuo.Engine.Statistics;
using Continuo.IntegrationTests.Servers;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>The server hangs (it is stopped by a signal) while something is played to it.</summary>
public sealed class HungServerTests(PulseServerFixture server) : IClassFixture<PulseServerFixture>
{
    private const string Device = $"device:{AudioServerFixture.Sink}";

    [Fact]
    public void The_mix_of_an_engine_continues_by_the_clock_and_its_reports_answer()
    {
        using var engine = new AudioEngine(new EngineOptions { To = AudioAddress.Parse(Device) }, server.Audio);
        engine.Start();
        engine.Play(AudioAddress.Parse("tone:440?level=-12"));
        Await(() => engine.State == EngineState.Flowing && engine.GetStatistics().Blocks > 50);
        server.Hang();
        try
        {
            Await(() => engine.State is EngineState.Stalled or EngineState.Recovering);
            var before = engine.GetStatistics();
            Await(() => engine.GetStatistics().Blocks > before.Blocks + 100);
            Assert.True(engine.GetStatistics().Causes.Unheard > before.Causes.Unheard);
            var added = Task.Run(() => engine.Play(AudioAddress.Parse("tone:880")));
            Assert.True(added.Wait(TimeSpan.FromSeconds(20)), "nothing can be added while the server hangs");
        }
        finally
        {
            server.GoOn();
        }

        Await(() => engine.State == EngineState.Flowing);
        var flowing = engine.GetStatistics().Causes.Unheard;
        Await(() => engine.GetStatistics().Blocks > 1000);
        Assert.InRange(engine.GetStatistics().Causes.Unheard - flowing, 0, 50);
    }

    [Fact]
    public void An_engine_that_starts_while_the_server_hangs_can_be_asked_and_ended()
    {
        server.Hang();
        try
        {
            using var engine = new AudioEngine(new EngineOptions { To = AudioAddress.Parse(Device) }, server.Audio);
            var starting = Task.Run(engine.Start);
            Assert.True(Task.Run(() => engine.GetStatistics()).Wait(TimeSpan.FromSeconds(20)), "reports wait for the server");
            Assert.True(Task.Run(engine.Dispose).Wait(TimeSpan.FromSeconds(30)), "it does not end");
            Assert.ThrowsAny<Exception>(() => starting.Wait(TimeSpan.FromSeconds(30)));
        }
        finally
        {
            server.GoOn();
        }
    }

    [Fact]
    [RealTimeTest("the delay of a real server's output is compared with what it was before")]
    public void A_live_stream_is_back_at_its_delay_within_ten_seconds_after_the_server_has_hung_for_two()
    {
        using var stream = AudioStream.Open("tone:200?level=-12", new StreamOptions { Channels = 2 });
        using var playback = LivePlayback.Start(
            stream,
            server.Audio.CreateSink(AudioAddress.Parse(Device), new SinkRequest(null, SystemClock.Instance)));
        stream.Start();
        Await(() => playback.Frames > 3 * 48_000);
        var before = playback.Input.Statistics;
        server.Hang();
        Thread.Sleep(2000);
        server.GoOn();
        var recovery = Stopwatch.StartNew();
        Await(() => recovery.Elapsed > TimeSpan.FromSeconds(10));
        var after = playback.Input.Statistics;
        TestContext.Current.SendDiagnosticMessage(
            $"delay {before.Delay.TotalMilliseconds:0.0} ms before, {after.Delay.TotalMilliseconds:0.0} ms after, "
            + $"target {after.Target.TotalMilliseconds:0.0} ms; {after.LateFrames} frames late, {after.Jumps} jumps, "
            + $"{after.Underruns} underruns; {playback.Playback.WriteAhead}");
        Assert.InRange(Math.Abs((after.Delay - after.Target).TotalMilliseconds), 0, 25);
        Assert.InRange(after.Delay.TotalMilliseconds, 0, playback.Playback.WriteAhead.Ahead.TotalMilliseconds + 100);
        Assert.False(playback.Completion.IsCompleted);
    }

    private static void Await(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)), "it never came to be");
}

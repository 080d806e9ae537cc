using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>The server is killed and comes back.</summary>
public abstract class ServerRestartTests(AudioServerFixture server) : IDisposable
{
    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_source_says_that_its_server_is_lost_and_opens_again()
    {
        var player = server.Play(new Tone(440, 300));
        server.AwaitStreams(player.Id);
        using var device = new SourceReader("device:virt.monitor", server.Audio);
        using var application = new SourceReader($"app:{player.Id}", server.Audio);
        device.ReadFrames(9600);
        application.ReadFrames(9600);

        server.Kill();
        device.ReadUntil(SourceStatus.Lost);
        application.ReadUntil(SourceStatus.Lost);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(device.Source.Open).Code);

        server.Start();
        device.Source.Open();
        application.Source.Open();
        // The player has gone with the server: the application is silent, not an error.
        application.ReadUntil(SourceStatus.Idle);
    }

    [Fact]
    [RealTimeTest("the length of an outage is compared with the wall clock")]
    public void A_stream_continues_when_the_server_is_back_and_the_gap_is_the_outage()
    {
        server.EndPlayers();
        server.Kill();
        server.Start();
        var player = server.Play(new Tone(440, 300));
        server.AwaitStreams(player.Id);
        using var stream = AudioStream.Open("device:virt.monitor", null, server.Audio);
        using var reader = stream.OpenReader();
        stream.Start();
        var before = Capture.Read(reader, TimeSpan.FromSeconds(2));
        server.Kill();
        var killed = SystemClock.Instance.Now;
        server.Start();
        var back = SystemClock.Instance.Now;
        var again = server.Play(new Tone(440, 300));

        long? resumed = null;
        var gap = Gap.None;
        var last = before.TimeOf(before.Frames);
        while (resumed is null)
        {
            Assert.True(SystemClock.Instance.Now - back < 60_000_000_000, "the stream does not go on");
            if (reader.Read(out var chunk, TimeSpan.FromSeconds(1)) != ReadStatus.Chunk) continue;
            if (chunk.Gap.Frames > 0)
            {
                gap = chunk.Gap;
                resumed = chunk.CaptureTime;
            }
            else
            {
                last = chunk.CaptureTime + chunk.Format.ToNanoseconds(chunk.Frames);
            }
        }

        var outage = (resumed.Value - last) / 1e6;
        var missing = gap.Frames / 48.0;
        TestContext.Current.SendDiagnosticMessage(
            $"{server.GetType().Name}: server away {(back - killed) / 1e6:0} ms, flow {(resumed - back) / 1e6:0} ms after it was back, "
            + $"outage {outage:0.0} ms, gap {missing:0.0} ms");
        Assert.Equal(GapReason.Outage, gap.Reason);
        Assert.InRange(missing - outage, -10, 10);
        Assert.True(last - killed < 1_000_000_000, "audio came from a killed server");
    }
}

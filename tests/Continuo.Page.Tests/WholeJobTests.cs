using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>A browser plays a page, the server captures that application, and a second browser hears it.</summary>
[Collection(RealTime.Name)]
public class WholeJobTests(Chromium listening)
{
    /// <summary>Any page with sound: 440 Hz on the left, 660 Hz on the right, −12 dBFS, with a pause of 0.2 s every two seconds.</summary>
    private const string Play = """
        async () => {
          const context = new AudioContext({ sampleRate: 48000 });
          await context.resume();
          const merger = context.createChannelMerger(2);
          [440, 660].forEach((hertz, channel) => {
            const tone = context.createOscillator();
            const gain = context.createGain();
            tone.frequency.value = hertz;
            gain.gain.value = 0.25;
            tone.connect(gain).connect(merger, 0, channel);
            tone.start();
          });
          merger.connect(context.destination);
          window.playing = { context, merger };
        }
        """;

    [Fact]
    [RealTimeTest("an audio server, two browsers and a server that pass on sound in real time")]
    public async Task What_one_browser_plays_is_captured_and_heard_in_another()
    {
        using var pulse = new PrivatePulse();
        await using var playing = await Chromium.StartAsync(pulse.Environment);
        await using var server = await ServeProcess.StartAsync(
            new { streams = new { tones = new { address = "app:chromium", waitSeconds = 60 } } }, pulse.Environment);
        await using var source = await playing.OpenAsync(server.At("/overlay/none"));
        await source.EvaluateAsync<object>(Play);
        await using var page = await listening.OpenAsync(server.Address);
        await page.WaitAsync(
            "() => import('/app/state.js').then(m => m.state.streams.get('tones')?.health === 'flowing' || m.state.streams.has('tones'))");

        await ListeningTests.ListenAsync(page, "webrtc");
        await Tones.OpenAsync(page);
        (await Tones.MeasureAsync(page)).AssertLevels();
        var delay = await WholeJob.MeasureAsync(source, page, pauses: 5);

        TestContext.Current.TestOutputHelper?.WriteLine(delay.ToString());
        Assert.InRange(delay.TotalMs, 20, 1000);
        page.AssertNoErrors();
    }
}

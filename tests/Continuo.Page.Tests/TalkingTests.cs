using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>A browser talks into a stream by WHIP, and another hears it by WHEP.</summary>
public class TalkingTests(Chromium chromium)
{
    /// <summary>440 Hz on the left, 660 Hz on the right, −12 dBFS, as if from a microphone.</summary>
    private const string Publish = """
        async () => {
          const { audioContext } = await import("/player/context.js");
          const { publisher, talk } = await import("/app/talking.js");
          const context = audioContext();
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
          const output = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
          merger.connect(output);
          publisher.use(output.stream);
          talk("tones");
        }
        """;

    [RealTimeTest("two browsers send and play in real time")]
    [Fact]
    public async Task What_one_browser_says_another_hears_in_both_channels()
    {
        await using var server = await ToneServer.StartAsync(withStream: false);
        await using var speaker = await chromium.OpenAsync(server.Address);
        await using var listener = await chromium.OpenAsync(server.Address);

        await speaker.EvaluateAsync<object>(Publish);
        await speaker.WaitAsync("() => import('/app/talking.js').then(m => m.publisher.state === 'live')");
        await listener.WaitAsync("() => import('/app/state.js').then(m => m.state.streams.has('tones'))");
        await ListeningTests.ListenAsync(listener, "webrtc");

        await Tones.OpenAsync(listener);
        (await Tones.MeasureAsync(listener)).AssertLevels();
        speaker.AssertNoErrors();
        listener.AssertNoErrors();
    }

    [Fact]
    public async Task The_panel_opens_the_microphone_and_shows_its_level()
    {
        await using var server = await ToneServer.StartAsync(withStream: false);
        await using var page = await chromium.OpenAsync(server.At("/?sheet=talk"));

        await page.WaitAsync("() => document.querySelector('.talk-panel .primary')");
        await page.WaitAsync("() => import('/canvas/levels.js').then(m => m.levelOf('microphone')?.peak > -60)");
        await page.Page.ClickAsync(".talk-panel .primary");

        await page.WaitAsync("() => import('/app/talking.js').then(m => m.publisher.state === 'live')");
        await page.WaitAsync("() => import('/app/state.js').then(m => m.state.streams.has('talk'))");
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_refused_microphone_is_explained()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.Address);

        await page.EvaluateAsync<object>(
            "() => { navigator.mediaDevices.getUserMedia = () => "
            + "Promise.reject(new DOMException('Permission denied', 'NotAllowedError')); }");
        await page.EvaluateAsync<object>("() => import('/app/router.js').then(m => m.go({ view: 'live', sheet: 'talk' }))");
        await page.WaitAsync("() => document.querySelector('.talk-panel [role=alert]')?.textContent.includes('refused the microphone')");

        page.AssertNoErrors();
    }
}

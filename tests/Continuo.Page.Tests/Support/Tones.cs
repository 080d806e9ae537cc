namespace Continuo.Page.Tests.Support;

/// <summary>Measures what a page hears: the levels of 440 and 660 Hz in both channels of an audio node.</summary>
internal static class Tones
{
    /// <summary>
    /// A function for the page: taps a node for a time and returns dBFS of the sine at 440 and 660 Hz, left and right.
    /// </summary>
    private const string Script = """
        async ({ output, seconds }) => {
          const context = output.context;
          const splitter = context.createChannelSplitter(2);
          output.connect(splitter);
          const analysers = [0, 1].map(channel => {
            const node = context.createAnalyser();
            node.fftSize = 32768;
            splitter.connect(node, channel);
            return node;
          });
          const peak = new Float32Array(2048);
          for (let i = 0; i < 200; i++) {
            analysers[0].getFloatTimeDomainData(peak);
            if (peak.some(sample => Math.abs(sample) > 0.05)) {
              break;
            }
            await new Promise(resolve => setTimeout(resolve, 50));
          }
          await new Promise(resolve => setTimeout(resolve, seconds * 1000));
          // The playout follows the sender's clock, so a tone may be off by some hundredths of a percent.
          const level = (samples, hertz) => Math.max(...[-1, -0.5, 0, 0.5, 1].map(off => exact(samples, hertz + off)));
          const exact = (samples, hertz) => {
            // Flat-top window: exact level although the tone lies between bins.
            const a = [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368];
            let re = 0, im = 0, sum = 0;
            const n = samples.length;
            for (let i = 0; i < n; i++) {
              const x = 2 * Math.PI * i / (n - 1);
              const w = a[0] - a[1] * Math.cos(x) + a[2] * Math.cos(2 * x) - a[3] * Math.cos(3 * x) + a[4] * Math.cos(4 * x);
              re += w * samples[i] * Math.cos(2 * Math.PI * hertz * i / context.sampleRate);
              im += w * samples[i] * Math.sin(2 * Math.PI * hertz * i / context.sampleRate);
              sum += w;
            }
            return 20 * Math.log10(Math.max(1e-9, 2 * Math.hypot(re, im) / sum));
          };
          const channels = analysers.map(node => {
            const samples = new Float32Array(node.fftSize);
            node.getFloatTimeDomainData(samples);
            return samples;
          });
          output.disconnect(splitter);
          return [level(channels[0], 440), level(channels[1], 660), level(channels[0], 660), level(channels[1], 440)];
        }
        """;

    /// <summary>Levels at the page's own player: 440 Hz left, 660 Hz right, and the cross-talk 660 Hz left, 440 Hz right, all in dBFS.</summary>
    public static async Task<double[]> MeasureAsync(TestPage page, double seconds = 1.5) =>
        await page.EvaluateAsync<double[]>($$"""
            async seconds => {
              const { listening } = await import("/app/listening.js");
              return await ({{Script}})({ output: listening.player.output, seconds });
            }
            """, seconds);

    /// <summary>Holds the levels to ±0.5 dB of what the server plays, and the channels to −50 dB of cross-talk.</summary>
    public static void AssertExact(double[] levels)
    {
        Assert.InRange(levels[0], ToneServer.LevelDb - 0.5, ToneServer.LevelDb + 0.5);
        Assert.InRange(levels[1], ToneServer.LevelDb - 0.5, ToneServer.LevelDb + 0.5);
        Assert.True(levels[2] < -50, $"660 Hz on the left: {levels[2]} dBFS");
        Assert.True(levels[3] < -50, $"440 Hz on the right: {levels[3]} dBFS");
    }
}

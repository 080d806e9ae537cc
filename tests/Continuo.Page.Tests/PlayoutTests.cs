using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The playout of the WebSocket path, driven block by block in virtual time.</summary>
public class PlayoutTests(Chromium chromium)
{
    /// <summary>Feeds 20 ms packets of a 440 Hz tone at the sender's rate and plays blocks of 128 frames at the listener's.</summary>
    private const string Simulation = """
        async ({ seconds, ppm, stallAt, stallSeconds }) => {
          const { FrameRing } = await import("/player/frame-ring.js");
          const { Playout } = await import("/player/playout.js");
          const ring = new FrameRing(65536);
          const playout = new Playout(ring, 1920);
          const left = new Float32Array(128), right = new Float32Array(128);
          const packet = new Float32Array(960);
          let sent = 0, highest = 0, sum = 0, counted = 0, error = 0, crossings = 0, before = 0;
          for (let block = 0; block * 128 < seconds * 48000; block++) {
            const time = block * 128 / 48000;
            const stalled = time >= stallAt && time < stallAt + stallSeconds;
            const due = time * (1 + ppm * 1e-6) * 48000 - (stalled ? (time - stallAt) * 48000 : 0);
            while (sent + 960 <= (stalled ? stallAt * 48000 : due)) {
              for (let i = 0; i < 960; i++) packet[i] = 0.5 * Math.sin(2 * Math.PI * 440 * (sent + i) / 48000);
              ring.write(packet, packet);
              sent += 960;
            }
            playout.process(left, right);
            highest = Math.max(highest, ring.fill);
            if (time > seconds / 2) {
              sum += ring.fill; counted++;
              for (const sample of left) { if (before < 0 && sample >= 0) crossings++; before = sample; }
            }
          }
          return [playout.underruns, playout.skipped, highest / 48, sum / counted / 48, crossings / (seconds / 2)];
        }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(-200)]
    public async Task A_difference_of_the_clocks_is_taken_away_without_a_gap(int ppm)
    {
        var (underruns, skipped, highestMs, averageMs, hertz) = await SimulateAsync(60, ppm, stallAt: 1000, stallSeconds: 0);

        Assert.Equal(0, underruns);
        Assert.Equal(0, skipped);
        Assert.InRange(averageMs, 30, 70);
        Assert.InRange(highestMs, 0, 90);
        Assert.InRange(hertz, 440 * (1 + ppm * 1e-6) - 0.2, 440 * (1 + ppm * 1e-6) + 0.2);
    }

    [Fact]
    public async Task A_backlog_after_a_stall_is_skipped_so_the_lag_stays_bounded()
    {
        var (underruns, skipped, _, averageMs, _) = await SimulateAsync(40, 0, stallAt: 5, stallSeconds: 1);

        Assert.InRange(underruns, 1, 3);
        Assert.True(skipped > 0);
        Assert.InRange(averageMs, 30, 120);
    }

    private async Task<(
        double Underruns,
        double Skipped,
        double HighestMs,
        double AverageMs,
        double Hertz)> SimulateAsync(int seconds, int ppm, double stallAt, double stallSeconds)
    {
        await using var server = await FakeServer.StartAsync("empty");
        await using var page = await chromium.OpenAsync(server.Address);
        var result = await page.EvaluateAsync<double[]>(Simulation, new { seconds, ppm, stallAt, stallSeconds });
        return (result[0], result[1], result[2], result[3], result[4]);
    }
}

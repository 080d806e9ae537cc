namespace Continuo.Tests.Playing;

public sealed class SeekStormTests
{
    /// <summary>
    /// A tone's second difference is bounded by A·ω². A click, a step or a kink of the waveform, shows there at once: a step of
    /// height h as h. −60 dBFS is 0.001.
    /// </summary>
    private const double Click = 0.001;

    private const double Omega = Math.Tau * 440 / 48_000;

    [Theory]
    [InlineData(64)]
    [InlineData(480)]
    [InlineData(1024)]
    public void A_thousand_random_seeks_while_playing_do_not_click_and_land_on_their_frame(int block)
    {
        var random = new Random(block);
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine), "a");
        stage.Player.Play();
        var output = new List<float>(stage.Render(block));
        for (var i = 0; i < 1000; i++)
        {
            var target = random.NextInt64(0, 48_000 * 3600L);
            var late = random.Next(0, 3) == 0; // as if the disk were slow: the jump is heard some blocks later
            stage.Player.Seek(target);
            if (late) output.AddRange(stage.Render(random.Next(1, 3000), block, prepare: false));
            output.AddRange(stage.Render(random.Next(480, 2000), block));
            var position = stage.Player.PositionFrames;
            Assert.InRange(position, target + 240, target + 2000);
            var next = stage.Render(block, block);
            Assert.Equal(ScriptedTrack.Sine(position + block - 1), next[^1], 1e-6f);
            output.AddRange(next);
        }

        var worst = 0.0;
        for (var i = 2; i < output.Count; i++) worst = Math.Max(worst, Math.Abs(output[i] - 2.0 * output[i - 1] + output[i - 2]));

        // The tone's own, and what the slope and the curvature of a raised cosine of 5 ms add to it for two tones at once.
        var fade = 2 * 0.5 * ((2 * Omega * Math.PI / 2 / 240) + (Math.PI * Math.PI / 2 / 240 / 240));
        Assert.True(worst < (0.5 * Omega * Omega) + fade + (Click / 2), $"second difference {worst}");
    }

    [Fact]
    public void Seeks_that_follow_each_other_within_a_block_lead_to_the_last()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine), "a");
        stage.Player.Play();
        stage.Render(4800);
        for (var i = 0; i < 100; i++)
        {
            stage.Player.Seek(i * 1000);
            stage.Player.Prepare();
        }

        stage.Render(480);
        Assert.Equal(99_480, stage.Player.PositionFrames);
    }
}

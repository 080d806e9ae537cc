using Continuo.Rtp.Jitter;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>The target falls by some 280 ms at once: how long the delay takes to follow, whatever is played.</summary>
public sealed class CatchUpTests
{
    private const int Rate = 48_000;
    private const double MarginMs = 30;
    private static readonly float[] Noise = MakeNoise();

    public static TheoryData<string, double> Materials => new()
    {
        { "silence", 300 },
        { "hiss", 300 },
        { "marker", 1_000 },
        { "noise", 2_800 },
        { "dull noise", 2_800 },
        { "tone", 2_800 },
        { "chord", 2_800 },
        { "clicks", 2_800 },
        { "drums", 2_800 },
    };

    [Theory]
    [MemberData(nameof(Materials))]
    public void The_delay_follows_a_target_that_falls_in_any_material(string material, double withinMs)
    {
        using var rig = Run(material, out var fell, out var reached);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{material}: {reached - fell} ms, target {rig.Buffer.Target.TargetMs:0.#}, delay {rig.Buffer.DelayMs:0.#}");
        Assert.InRange(reached - fell, 0, withinMs);
        Assert.Equal(0, rig.Statistics.SkippedFrames + rig.Statistics.ConcealedFrames + rig.Statistics.HeldFrames);
    }

    [Theory]
    [InlineData("tone", 440, 0.5)]
    [InlineData("chord", 827, 0.15)]
    public void What_is_tonal_is_caught_up_with_unheard(string material, double sumOfHertz, double level)
    {
        using var rig = Run(material, out var fell, out var reached);
        var steepest = level * Math.Tau * sumOfHertz / Rate * 1.1;
        var (from, to) = ((int)(fell - 100) * Rate / 1000, (int)reached * Rate / 1000);
        for (var i = from; i < to; i++)
        {
            Assert.True(Math.Abs(rig.Output[i] - rig.Output[i - 1]) <= steepest, $"a step of {rig.Output[i] - rig.Output[i - 1]} at {i}");
        }

        Assert.InRange(rig.Statistics.ShortenedFrames, 250 * Rate / 1000, 300 * Rate / 1000);
        if (material != "tone") return;
        for (var i = from; i < to; i += 240) Assert.InRange(PowerAt(rig.Output, i), 0.115, 0.135);
    }

    private static double PowerAt(IReadOnlyList<float> samples, int start)
    {
        var sum = 0.0;
        for (var i = start - 480; i < start; i++) sum += samples[i] * samples[i];
        return sum / 480;
    }

    private static JitterRig Run(string material, out double fell, out double reached)
    {
        var start = TimeSpan.FromMilliseconds(300);
        var rig = new JitterRig(new JitterBufferOptions { StartDelay = start }, new SignalDecoder(position => Sample(material, position)));
        for (var i = 0; i < 800; i++) rig.Send(i, 10 + i * 7 % 5);
        (fell, reached) = (double.NaN, double.PositiveInfinity);
        for (var ms = 20; ms <= 15_000; ms += 20)
        {
            rig.RunTo(ms);
            if (double.IsNaN(fell) && rig.Buffer.Target.TargetMs < 100) fell = ms;
            if (double.IsNaN(fell) || rig.Buffer.DelayMs > rig.Buffer.Target.TargetMs + MarginMs) continue;
            reached = ms;
            break;
        }

        return rig;
    }

    private static float Sample(string material, long position)
    {
        var (t, noise) = ((double)position / Rate, Noise[position % Noise.Length]);
        return (float)(material switch
        {
            "silence" => 0,
            "hiss" => noise * 0.0005,
            "marker" => t % 2 < 2.0 / 3 ? noise * 0.0017 : 0,
            "noise" => noise * 0.5,
            "dull noise" => (noise + Noise[(position + 1) % Noise.Length] + Noise[(position + 2) % Noise.Length]) * 0.1,
            "tone" => 0.5 * Math.Sin(Math.Tau * 440 * t),
            "chord" => 0.15 * (Math.Sin(Math.Tau * 220 * t) + Math.Sin(Math.Tau * 277.18 * t) + Math.Sin(Math.Tau * 329.63 * t)),
            "clicks" => noise * Math.Exp(-t % 0.1 * 400) + noise * 0.01,
            "drums" => noise * Math.Exp(-t % 0.25 * 12),
            _ => throw new ArgumentOutOfRangeException(nameof(material)),
        });
    }

    private static float[] MakeNoise()
    {
        var random = new Random(12);
        return [.. Enumerable.Range(0, Rate * 3 + 7).Select(_ => (float)random.NextDouble() * 2 - 1)];
    }
}

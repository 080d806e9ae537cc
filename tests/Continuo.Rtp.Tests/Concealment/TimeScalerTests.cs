using Continuo.Audio;
using Continuo.Rtp.Concealment;

namespace Continuo.Rtp.Tests.Concealment;

public sealed class TimeScalerTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(110)]
    [InlineData(440)]
    [InlineData(997)]
    [InlineData(6_000)]
    public void A_sine_keeps_its_pitch_and_stays_unbroken_when_shortened_and_stretched(double hertz)
    {
        foreach (var shorten in new[] { true, false })
        {
            var (output, changed) = Scale(t => 0.5 * Math.Sin(Math.Tau * hertz * t / Rate), 1, shorten, every: 4, leastLikeness: 0.9f);
            Assert.True(changed > Rate / 10, $"only {changed} frames changed");
            Assert.Equal(hertz, Rises(output) * (double)Rate / output.Length, hertz * 0.002 + 2);
            var steepest = 0.5 * Math.Tau * hertz / Rate * 1.05 + 1e-4;
            for (var i = 1; i < output.Length; i++)
            {
                Assert.True(Math.Abs(output[i] - output[i - 1]) <= steepest, $"a step of {output[i] - output[i - 1]} at {i}");
            }

            Assert.InRange(output.Max(), 0.49f, 0.501f);
        }
    }

    [Fact]
    public void Stereo_stays_stereo()
    {
        var (output, changed) = Scale(
            t => Math.Sin(Math.Tau * 300 * t / Rate),
            2, shorten: true, every: 3, leastLikeness: 0.9f, right: 0.25);
        Assert.True(changed > 0);
        for (var i = 0; i < output.Length; i += 2) Assert.Equal(output[i] * 0.25f, output[i + 1], 1e-5f);
    }

    [Fact]
    public void Noise_is_left_alone_unless_there_is_no_choice()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, Rate * 3).Select(_ => random.NextDouble() - 0.5).ToArray();
        Assert.Equal(0, Scale(t => noise[t], 1, shorten: true, every: 2, leastLikeness: 0.9f).Changed);
        Assert.True(Scale(t => noise[t], 1, shorten: true, every: 2, leastLikeness: 0f).Changed > 0);
    }

    [Fact]
    public void What_is_quiet_is_changed_whatever_it_is()
    {
        var random = new Random(4);
        var noise = Enumerable.Range(0, Rate * 3).Select(i => (random.NextDouble() - 0.5) * (i / 24_000 % 2 == 0 ? 1 : 0.01)).ToArray();
        var (output, changed) = Scale(t => noise[t], 1, shorten: true, every: 2, leastLikeness: 0.95f);
        Assert.True(changed > 0);
        Assert.Equal(noise.Take(12_000).Select(x => (float)x), output.Take(12_000));
    }

    /// <summary>Three seconds in blocks of 10 ms, a change tried each so many blocks.</summary>
    private static (float[] Output, int Changed) Scale(
        Func<int, double> signal, int channels, bool shorten, int every, float leastLikeness, double right = 1)
    {
        var scaler = new TimeScaler(new AudioFormat(Rate, channels));
        var line = new PlayoutLine(channels, scaler.History, 9_600);
        var output = new List<float>();
        var block = new float[480 * channels];
        var (position, changed) = (0, 0);
        for (var i = 0; position < Rate * 3 - 1_920; i++)
        {
            while (line.Count < 1_920)
            {
                var room = line.Room(480);
                for (var k = 0; k < 480; k++)
                {
                    for (var c = 0; c < channels; c++) room[k * channels + c] = (float)(signal(position + k) * (c == 0 ? 1 : right));
                }

                scaler.Hear(room);
                line.Append(PlayoutKind.Played, position, 480, 480);
                position += 480;
            }

            if (i > 4 && i % every == 0)
            {
                changed += shorten
                    ? scaler.Shorten(line, scaler.MaxLag, leastLikeness)
                    : scaler.Stretch(line, scaler.MaxLag, leastLikeness);
            }

            line.BeginRead();
            line.Take(block);
            output.AddRange(block);
        }

        return ([.. output], changed);
    }

    private static int Rises(float[] samples)
    {
        var rises = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            if (samples[i - 1] < 0 && samples[i] >= 0) rises++;
        }

        return rises;
    }
}

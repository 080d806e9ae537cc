using Continuo.Audio;
using Continuo.Metering;
using Continuo.Mixing;

namespace Continuo.Tests.Mixing;

/// <summary>Mixes a few blocks, and makes the signals for them: stereo, interleaved.</summary>
internal static class MixRun
{
    public const int Block = 480;

    /// <summary>No limiter and no meters: what comes out is the sum and nothing else.</summary>
    public static readonly MixerOptions Plain = new()
    {
        Limiter = null,
        MasterMeters = MeterParts.None,
        TrackMeters = MeterParts.None,
        BusMeters = MeterParts.None,
    };

    public static void Refused(AudioErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<AudioException>(action).Code);

    public static float[] Render(Mixer mixer, int blocks, Action<int> deliver)
    {
        var output = new float[blocks * Block * 2];
        for (var block = 0; block < blocks; block++)
        {
            deliver(block);
            mixer.Render(output.AsSpan(block * Block * 2, Block * 2));
        }

        return output;
    }

    public static ReadOnlySpan<float> Part(float[] signal, int block) => signal.AsSpan(block * Block * 2, Block * 2);

    public static float[] Constant(float left, float right) => [.. Enumerable.Range(0, Block * 2).Select(i => i % 2 == 0 ? left : right)];

    public static float[] Noise(int frames, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames * 2).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static float[] Sine(int frames, double hertz, float amplitude) =>
        [.. Enumerable.Range(0, frames * 2).Select(i => amplitude * (float)Math.Sin(2 * Math.PI * hertz * (i / 2) / 48_000))];

    public static void AssertNoStep(float[] stereo, float limit)
    {
        for (var i = 2; i < stereo.Length; i++)
        {
            Assert.True(Math.Abs(stereo[i] - stereo[i - 2]) < limit, $"a step of {stereo[i] - stereo[i - 2]} at frame {i / 2}");
        }
    }
}

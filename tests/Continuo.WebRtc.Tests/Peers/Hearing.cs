using Continuo.Streams;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Listens to a stereo stream until both tones are there, and measures them.</summary>
internal static class Hearing
{
    private const int Frames = 24_000;

    /// <summary>
    /// Asserts that the stream comes to carry 440 Hz on the left and 660 Hz on the right at their level, and the other tone nowhere.
    /// </summary>
    public static async Task AssertTonesAsync(AudioStream stream, TimeSpan patience)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(patience);
        var heard = new List<float>();
        var last = "nothing was heard";
        try
        {
            await foreach (var chunk in stream.ReadChunksAsync(cancellation: enough.Token))
            {
                if (!chunk.Gap.IsEmpty) heard.Clear();
                heard.AddRange(chunk.Samples);
                if (heard.Count < 2 * Frames) continue;
                var (l, lx, r, rx) = (Tone(heard, 0, StereoTone.Left), Tone(heard, 0, StereoTone.Right), Tone(heard, 1, StereoTone.Right),
                    Tone(heard, 1, StereoTone.Left));
                last = $"left {l:0.000} and {lx:0.0000}, right {r:0.000} and {rx:0.0000}";
                heard.Clear();
                // ± 0.5 dB, and the other channel's tone 40 dB below. The first half second may contain the start.
                if (IsRight(l) && IsRight(r) && lx < 0.01 * StereoTone.Amplitude && rx < 0.01 * StereoTone.Amplitude) return;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
        }

        Assert.Fail($"The tones were not heard: {last}");
    }

    public static bool IsRight(double amplitude) => amplitude is > StereoTone.Amplitude * 0.944 and < StereoTone.Amplitude * 1.059;

    private static double Tone(List<float> samples, int channel, double frequency)
    {
        var (re, im) = (0.0, 0.0);
        for (var i = 0; i < Frames; i++)
        {
            // A window, because the jitter buffer may have changed its delay by a part of a period.
            var value = samples[2 * i + channel] * (1 - Math.Cos(2 * Math.PI * i / Frames));
            re += value * Math.Cos(2 * Math.PI * frequency * i / 48_000);
            im += value * Math.Sin(2 * Math.PI * frequency * i / 48_000);
        }

        return 2 * Math.Sqrt(re * re + im * im) / Frames;
    }
}

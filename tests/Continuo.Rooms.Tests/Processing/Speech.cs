using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Continuo.Rooms.Tests.Processing;

/// <summary>A voice that speaks English: ffmpeg's speech synthesis, at 48 kHz, mono, brought to −20 dBFS.</summary>
internal static class Speech
{
    private static readonly Lazy<float[]> First = new(() => Say("slt",
        "The home side are moving the ball well through the middle of the field this evening, and the visitors look tired already."));

    private static readonly Lazy<float[]> Second = new(() => Say("kal",
        "Good evening from a cold and windy stadium. Forty thousand people are here tonight to see the last game of the season."));

    /// <summary>A woman's.</summary>
    public static float[] Anna => First.Value;

    /// <summary>A man's.</summary>
    public static float[] Ben => Second.Value;

    /// <summary>Mean square.</summary>
    public static double Power(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += sample * (double)sample;
        return sum / Math.Max(1, samples.Length);
    }

    /// <summary>Mean square in dB.</summary>
    public static double Db(ReadOnlySpan<float> samples) => 10 * Math.Log10(Power(samples) + 1e-20);

    private static float[] Say(string voice, string text)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", $"flite=text='{text}':voice={voice}", "-ar",
            "48000", "-ac", "1", "-f", "f32le", "-"])
        { RedirectStandardOutput = true };
        using var ffmpeg = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg does not start; install ffmpeg");
        using var output = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(output);
        ffmpeg.WaitForExit();
        var samples = MemoryMarshal.Cast<byte, float>(output.ToArray()).ToArray();
        Assert.True(samples.Length > 3 * 48_000, "ffmpeg has no speech synthesis (flite)");
        var gain = 0.1 / Math.Sqrt(Power(samples));
        return [.. samples.Select(s => (float)(s * gain))];
    }
}

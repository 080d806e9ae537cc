using Continuo.Audio;

namespace Continuo.Cli.Output;

/// <summary>A level as a bar of characters.</summary>
internal static class MeterBar
{
    /// <summary>Level of an empty bar.</summary>
    public const double FloorDb = -60;

    private const string Parts = " ▏▎▍▌▋▊▉";

    /// <summary>The bar for an amplitude 0…1, −60…0 dBFS, <paramref name="width"/> characters wide, padded with spaces.</summary>
    public static string Of(double amplitude, int width) => Part(1 - (Decibels.FromGain(amplitude) / FloorDb), width);

    /// <summary>The bar for a fraction 0…1.</summary>
    public static string Part(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        var bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? Parts[eighths % 8] : "");
        return bar.PadRight(width);
    }
}

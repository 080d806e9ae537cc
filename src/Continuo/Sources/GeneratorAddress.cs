using System.Globalization;
using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>
/// Creates generators from addresses: <c>tone:440</c>, <c>sweep:?from=20&amp;to=20000&amp;seconds=10</c>, <c>noise:pink</c>,
/// <c>noise:white</c>, <c>silence:</c>. All take <c>seconds</c>, their duration; all but silence take <c>level</c> in dBFS; noise takes
/// <c>seed</c>.
/// </summary>
internal static class GeneratorAddress
{
    public const double DefaultLevelDb = -12;

    private const double MaxSeconds = 365 * 86_400;

    public static ToneSource Tone(AudioAddress address, SourceRequest request)
    {
        address.AllowOptions("level", "seconds");
        var format = request.Complete(AudioFormat.Default);
        return new ToneSource(format, address.TargetNumber("frequency", 440, 0.001, format.SampleRate / 2.0), Level(address),
            Duration(address));
    }

    public static SweepSource Sweep(AudioAddress address, SourceRequest request)
    {
        address.AllowOptions("from", "to", "level", "seconds");
        RequireNoTarget(address, "sweep:?from=20&to=20000");
        var format = request.Complete(AudioFormat.Default);
        var nyquist = format.SampleRate / 2.0;
        var from = address.Number("from", Math.Min(20, nyquist), 0.001, nyquist);
        var to = address.Number("to", Math.Min(20_000, nyquist), 0.001, nyquist);
        return new SweepSource(format, from, to, Duration(address) ?? TimeSpan.FromSeconds(10), Level(address));
    }

    public static NoiseSource Noise(AudioAddress address, SourceRequest request)
    {
        address.AllowOptions("level", "seconds", "seed");
        var colour = address.Target.ToLowerInvariant() switch
        {
            "" or "white" => NoiseColour.White,
            "pink" => NoiseColour.Pink,
            _ =>
                throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, $"there is no noise called '{address.Target}'",
                    "Use noise:white or noise:pink"),
        };
        return new NoiseSource(request.Complete(AudioFormat.Default), colour, Level(address), Duration(address),
            (uint)address.Number("seed", 1, 0, uint.MaxValue));
    }

    public static SilenceSource Silence(AudioAddress address, SourceRequest request)
    {
        address.AllowOptions("seconds");
        RequireNoTarget(address, "silence:");
        return new SilenceSource(request.Complete(AudioFormat.Default), Duration(address));
    }

    public static void CheckFrequency(double hertz, AudioFormat format)
    {
        if (hertz > 0 && hertz <= format.SampleRate / 2.0) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"frequency {hertz} Hz"),
            string.Create(CultureInfo.InvariantCulture, $"it is not between 0 and half the sample rate, {format.SampleRate / 2.0} Hz"),
            "Choose a lower frequency or a higher rate");
    }

    private static double Level(AudioAddress address) => address.Number("level", DefaultLevelDb, -200, 0);

    private static TimeSpan? Duration(AudioAddress address) =>
        address.Option("seconds") is null ? null : TimeSpan.FromSeconds(address.Number("seconds", 0, 0.000_001, MaxSeconds));

    private static void RequireNoTarget(AudioAddress address, string example)
    {
        if (address.Target.Length == 0) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, address.Text,
            $"'{address.Scheme}:' takes no target, but '{address.Target}' follows", $"Write {example}");
    }
}

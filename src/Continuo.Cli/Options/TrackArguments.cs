using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Cli.Options;

/// <summary>Settings of individual tracks, by number from 1: <c>--gain 2=-6dB --pan 1=-0.5 --mute 3 --solo 4</c>.</summary>
internal sealed class TrackArguments
{
    private readonly Option<string[]> _gain = Many("--gain", "Gain in dB: 2=-6dB for track 2, -6dB for all tracks", "N=DB");
    private readonly Option<string[]> _pan = Many("--pan", "Pan of track N, from -1 (left) to 1 (right): 1=-0.5", "N=PAN");
    private readonly Option<string[]> _mute = Many("--mute", "Silence track N", "N");
    private readonly Option<string[]> _solo = Many("--solo", "Play only track N and other solo tracks", "N");

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _gain, _pan, _mute, _solo }) command.Add(option);
    }

    /// <summary>Settings of each of <paramref name="count"/> tracks.</summary>
    /// <exception cref="AudioException">A text is invalid, or names a track that does not exist.</exception>
    public TrackSettings[] Read(ParseResult arguments, int count)
    {
        var settings = new TrackSettings[count];
        Array.Fill(settings, TrackSettings.Default);
        foreach (var text in arguments.GetValue(_gain) ?? []) Set(text, (s, value) => s with { GainDb = Gain(text, value) });
        foreach (var text in arguments.GetValue(_pan) ?? []) Set(text, (s, value) => s with { Pan = Number(text, value) });
        foreach (var text in arguments.GetValue(_mute) ?? []) Set(text + "=", (s, _) => s with { Mute = true });
        foreach (var text in arguments.GetValue(_solo) ?? []) Set(text + "=", (s, _) => s with { Solo = true });
        return settings;

        void Set(string text, Func<TrackSettings, string, TrackSettings> change)
        {
            var parts = text.Split('=', 2);
            if (parts.Length == 1)
            {
                for (var i = 0; i < count; i++) settings[i] = change(settings[i], parts[0]);
                return;
            }

            if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var track) || track < 1 || track > count)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"track '{parts[0]}'",
                    $"there are tracks 1 to {count.ToString(CultureInfo.InvariantCulture)}",
                    "Use a track number, counted in the order of the files");
            }

            settings[track - 1] = change(settings[track - 1], parts[1]);
        }
    }

    private static Option<string[]> Many(string name, string description, string value) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = static (ArgumentResult result) => [.. result.Tokens.Select(t => t.Value)],
    };

    private static double Gain(string text, string value) =>
        Number(text, value.EndsWith("dB", StringComparison.OrdinalIgnoreCase) ? value[..^2] : value);

    private static double Number(string text, string value)
    {
        if (value.Equals("-inf", StringComparison.OrdinalIgnoreCase)) return double.NegativeInfinity;
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        throw new AudioException(AudioErrorCode.InvalidArgument, $"'{text}'", $"'{value}' is not a number",
            "Write for example --gain 2=-6dB or --pan 1=-0.5");
    }
}

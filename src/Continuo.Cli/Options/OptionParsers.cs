using System.CommandLine.Parsing;
using System.Globalization;
using Continuo.Audio;

namespace Continuo.Cli.Options;

/// <summary>Parses option values, with errors that tell what to write.</summary>
internal static class OptionParsers
{
    public static TimeSpan? Duration(ArgumentResult result) => Parse<TimeSpan?>(result, static text => Durations.Parse(text));

    public static SampleType? Sample(ArgumentResult result) => Parse<SampleType?>(result, static text =>
        Enum.TryParse<SampleType>(text, ignoreCase: true, out var sample) && !char.IsAsciiDigit(text[0])
            ? sample
            : throw new AudioException(AudioErrorCode.InvalidArgument, $"sample type '{text}'", "there is no such type",
                "Use s16, s24, s32 or f32"));

    public static int? Rate(ArgumentResult result) =>
        Parse<int?>(result, static text => new AudioFormat(Integer("sample rate", text), 1).SampleRate);

    public static int? Channels(ArgumentResult result) =>
        Parse<int?>(result, static text => new AudioFormat(48_000, Integer("channels", text)).Channels);

    private static T? Parse<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (AudioException e)
        {
            result.AddError(e.Message.TrimEnd('.'));
            return default;
        }
    }

    private static int Integer(string what, string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"{what} '{text}'", "not a whole number in the valid range",
            "Write for example 48000 for a rate, 2 for channels");
    }
}

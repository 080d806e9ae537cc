using Continuo.Audio;
using Continuo.Streams;
using Microsoft.Extensions.Options;

namespace Continuo.Hosting.Configuration;

/// <summary>Validates all declarations together, without opening anything.</summary>
internal sealed class OptionsValidation(AudioSystem system) : IValidateOptions<ContinuoOptions>
{
    public ValidateOptionsResult Validate(string? name, ContinuoOptions options)
    {
        var mistakes = new List<string>(options.Mistakes);
        foreach (var (key, stream) in options.Streams)
        {
            var place = $"{ContinuoOptions.Section}:{nameof(options.Streams)}:{key}";
            if (string.IsNullOrWhiteSpace(key)) mistakes.Add($"{place}: the name is empty");
            CheckAddress($"{place}:{nameof(stream.Address)}", stream.Address);
            Check(place,
                () => _ = new AudioFormat(stream.Options.SampleRate ?? AudioFormat.Default.SampleRate,
                stream.Options.Channels ?? AudioFormat.Default.Channels));
            if (stream.Options.WaitForAppearance < TimeSpan.Zero)
            {
                mistakes.Add($"{place}:{nameof(stream.Options.WaitForAppearance)}: the time is negative");
            }
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, recording) in options.Recordings)
        {
            var place = $"{ContinuoOptions.Section}:{nameof(options.Recordings)}:{key}";
            if (string.IsNullOrWhiteSpace(key)) mistakes.Add($"{place}: the name is empty");
            if (!options.Streams.ContainsKey(recording.Stream))
            {
                mistakes.Add($"{place}:{nameof(recording.Stream)}: no stream '{recording.Stream}' is declared");
            }

            if (CheckAddress($"{place}:{nameof(recording.To)}", recording.To) is { Scheme: "file" } file && !files.TryAdd(file.Target, key))
            {
                mistakes.Add($"{place}:{nameof(recording.To)}: recording '{files[file.Target]}' writes to the same file");
            }

            if (recording.Duration <= TimeSpan.Zero) mistakes.Add($"{place}:{nameof(recording.Duration)}: the time is not positive");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);

        AudioAddress? CheckAddress(string place, string address)
        {
            AudioAddress? parsed = null;
            Check(place, () => parsed = system.Parse(address));
            return parsed;
        }

        void Check(string place, Action check)
        {
            try
            {
                check();
            }
            catch (AudioException e)
            {
                mistakes.Add($"{place}: {e.Message}");
            }
        }
    }
}

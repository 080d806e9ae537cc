using System.Globalization;
using Continuo.Streams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Continuo.Hosting.Configuration;

/// <summary>
/// Reads the section <see cref="ContinuoOptions.Section"/>. Unlike the standard binder, it continues after an error and reports unknown
/// keys, so that all errors are reported at once, each with its path.
/// </summary>
internal sealed class ConfigurationReader(IServiceProvider services) : IConfigureOptions<ContinuoOptions>
{
    public void Configure(ContinuoOptions options)
    {
        if (services.GetService<IConfiguration>() is not { } configuration) return;
        foreach (var part in configuration.GetSection(ContinuoOptions.Section).GetChildren())
        {
            if (Is(part, nameof(ContinuoOptions.Streams))) ReadEach(part, options.Streams, ReadStream);
            else if (Is(part, nameof(ContinuoOptions.Recordings))) ReadEach(part, options.Recordings, ReadRecording);
            else Unknown(part, "Streams, Recordings");
        }

        StreamDeclaration ReadStream(IConfigurationSection section)
        {
            if (section.Value is { Length: > 0 } address) return new StreamDeclaration { Address = address };
            var stream = new StreamOptions();
            var declaration = new StreamDeclaration();
            foreach (var part in section.GetChildren())
            {
                if (Is(part, nameof(StreamDeclaration.Address))) declaration = declaration with { Address = part.Value ?? "" };
                else if (Is(part, nameof(StreamOptions.SampleRate))) stream = stream with { SampleRate = Number(part) };
                else if (Is(part, nameof(StreamOptions.Channels))) stream = stream with { Channels = Number(part) };
                else if (Is(part, nameof(StreamOptions.WaitForAppearance))) stream = stream with { WaitForAppearance = Time(part) };
                else Unknown(part, "Address, SampleRate, Channels, WaitForAppearance");
            }

            return declaration with { Options = stream };
        }

        RecordingDeclaration ReadRecording(IConfigurationSection section)
        {
            var declaration = new RecordingDeclaration();
            foreach (var part in section.GetChildren())
            {
                if (Is(part, nameof(RecordingDeclaration.Stream))) declaration = declaration with { Stream = part.Value ?? "" };
                else if (Is(part, nameof(RecordingDeclaration.To))) declaration = declaration with { To = part.Value ?? "" };
                else if (Is(part, nameof(RecordingDeclaration.Duration))) declaration = declaration with { Duration = Time(part) };
                else Unknown(part, "Stream, To, Duration");
            }

            return declaration;
        }

        int? Number(IConfigurationSection part)
        {
            if (int.TryParse(part.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            options.Mistakes.Add($"{part.Path}: '{part.Value}' is not a whole number");
            return null;
        }

        TimeSpan? Time(IConfigurationSection part)
        {
            if (TimeSpan.TryParse(part.Value, CultureInfo.InvariantCulture, out var time)) return time;
            options.Mistakes.Add($"{part.Path}: '{part.Value}' is not a time; write hours:minutes:seconds, 00:01:30");
            return null;
        }

        void Unknown(IConfigurationSection part, string known) =>
            options.Mistakes.Add($"{part.Path}: there is no such setting; the settings are {known}");
    }

    private static void ReadEach<T>(IConfigurationSection section, IDictionary<string, T> into, Func<IConfigurationSection, T> read)
    {
        foreach (var part in section.GetChildren()) into[part.Key] = read(part);
    }

    private static bool Is(IConfigurationSection part, string name) => part.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}

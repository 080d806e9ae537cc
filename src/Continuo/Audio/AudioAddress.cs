using System.Globalization;
using System.Text.RegularExpressions;

namespace Continuo.Audio;

/// <summary>
/// The address of a source or sink. The command line, configuration files and code use the same syntax:
/// <c>scheme:target?option=value&amp;option</c>. Text without a scheme is a file path; <c>-</c> is standard input or output.
/// Immutable.
/// </summary>
/// <remarks>
/// The schemes are registered with the <see cref="Streams.AudioSystem"/>, which rejects unknown ones. A scheme has two letters or more,
/// digits,
/// <c>+</c> and <c>-</c>, and begins with a letter: <c>C:\take.wav</c> and <c>10:30.wav</c> are files.
/// Options are percent-decoded. The target is not decoded, so paths and commands need no escaping. The exception is the name of an
/// application or device, where <c>%3F</c> is a question mark and <c>%25</c> a percent sign. Write <c>file:NAME</c> or <c>./NAME</c> for
/// a file whose name starts with a scheme. In <c>exec:</c> a question mark is part of the command unless it starts <c>?format=</c>. In a
/// path, the last question mark starts the options if <c>name</c> or <c>name=value</c> parts follow it and no file with the full name
/// exists.
/// </remarks>
public sealed partial record AudioAddress
{
    private readonly IReadOnlyDictionary<string, string> _options;

    private AudioAddress(string text, string scheme, string target, IReadOnlyDictionary<string, string> options)
    {
        Text = text;
        Scheme = scheme;
        Target = target;
        _options = options;
    }

    /// <summary>The address as it was written.</summary>
    public string Text { get; }

    /// <summary>The scheme, for example <c>app</c> or <c>file</c>; <c>-</c> for standard input and output.</summary>
    public string Scheme { get; }

    /// <summary>The part after the scheme: an application name, a path, a frequency. May be empty.</summary>
    public string Target { get; }

    /// <summary>The names of the options given.</summary>
    public IEnumerable<string> OptionNames => _options.Keys;

    /// <summary>Parses an address without checking its scheme. <see cref="Streams.AudioSystem.Parse"/> also checks the scheme.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the text is empty, or an option is given
    /// twice.</exception>
    public static AudioAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Invalid("empty address", "there is nothing to open", "Name a source such as app:firefox, device:, song.wav or tone:440");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon > 0 ? text[..colon] : "";
        if (text == "-" || text.StartsWith("-?", StringComparison.Ordinal))
        {
            return Split(text, "-", text[1..], text.IndexOf('?', StringComparison.Ordinal) - 1);
        }

        if (!IsScheme(scheme)) return OfFile(text);
        scheme = scheme.ToLowerInvariant();
        var rest = text[(colon + 1)..];
        return scheme switch
        {
            "file" => File(text, rest),
            "app" or "device" => Split(text, scheme, rest, rest.IndexOf('?', StringComparison.Ordinal), Unescape),
            "exec" => Split(text, scheme, rest, rest.LastIndexOf("?format=", StringComparison.Ordinal)),
            _ => Split(text, scheme, rest, rest.IndexOf('?', StringComparison.Ordinal)),
        };
    }

    /// <summary>Creates the address of a file, even if its name looks like a scheme.</summary>
    /// <param name="path">Path of the file, optionally followed by options.</param>
    /// <exception cref="AudioException">The path is empty.</exception>
    public static AudioAddress OfFile(string path) => File(path, path);

    // A single letter is a Windows drive. A leading digit ("10:30:00.wav") or a separator means a path.
    internal static bool IsScheme(string word) =>
        word.Length > 1 && char.IsAsciiLetter(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-');

    /// <summary>Gets the value of an option: empty if the option has no value, <see langword="null"/> if the option is absent.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    /// <summary>Whether an option is present with a value other than <c>0</c>, <c>no</c> or <c>false</c>.</summary>
    public bool Flag(string name) => Option(name) is { } value && value is not ("0" or "no" or "false");

    /// <summary>Gets a numeric option, or <paramref name="defaultValue"/> if it is absent.</summary>
    /// <exception cref="AudioException">The value is not a number or is out of range.</exception>
    public double Number(string name, double defaultValue, double min, double max)
    {
        if (Option(name) is not { } value) return defaultValue;
        return ParseNumber(value, name, min, max);
    }

    /// <summary>Gets the target as a number, or <paramref name="defaultValue"/> if it is empty.</summary>
    /// <exception cref="AudioException">The value is not a number or is out of range.</exception>
    public double TargetNumber(string what, double defaultValue, double min, double max) =>
        Target.Length == 0 ? defaultValue : ParseNumber(Target, what, min, max);

    /// <summary>
    /// Throws if the address has an option that is not in <paramref name="known"/>, so that a misspelt option is not ignored.
    /// </summary>
    /// <exception cref="AudioException">The address has an option that is not in <paramref name="known"/>.</exception>
    public void AllowOptions(params ReadOnlySpan<string> known)
    {
        foreach (var name in _options.Keys)
        {
            if (known.Contains(name)) continue;
            throw Invalid(Text, $"'{Scheme}:' has no option '{name}'",
                known.Length == 0 ? "It takes none" : $"It takes {string.Join(", ", known!)}");
        }
    }

    /// <inheritdoc/>
    public bool Equals(AudioAddress? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static AudioAddress File(string text, string path)
    {
        if (path.Length == 0) throw Invalid(text, "no path is given", "Name a file: file:take.flac");
        var mark = path.LastIndexOf('?');
        var isOption = mark > 0 && !System.IO.File.Exists(path)
            && path[(mark + 1)..].Split('&').All(IsOptionPart);
        return Split(text, "file", path, isOption ? mark : -1);
    }

    // An option is a name, or a name and a value. In "what?is.wav" the dot shows that this is not an option.
    private static bool IsOptionPart(string part)
    {
        var name = part.Split('=')[0];
        return name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    // Unescapes only what an address needs for itself, so that other percent signs in a name need no escaping.
    private static string Unescape(string target) =>
        target.Replace("%3F", "?", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);

    private static AudioAddress Split(string text, string scheme, string rest, int mark, Func<string, string>? unescape = null)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        unescape ??= static target => target;
        if (mark < 0) return new AudioAddress(text, scheme, unescape(rest), options);
        foreach (var part in rest[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..]);
            if (!options.TryAdd(name, value)) throw Invalid(text, $"option '{name}' is given twice", "Give it once");
        }

        return new AudioAddress(text, scheme, unescape(rest[..mark]), options);
    }

    private double ParseNumber(string value, string what, double min, double max)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            throw Invalid(Text, $"{what} '{value}' is not a number", "Write it with a decimal point, without units");
        }

        if (number < min || number > max)
        {
            throw Invalid(Text, string.Create(CultureInfo.InvariantCulture, $"{what} {number} is outside {min}…{max}"),
                "Choose a value in the range");
        }

        return number;
    }

    private static AudioException Invalid(string asked, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, asked, happened, remedy);

    /// <summary>An address as others may see it, and as it may be logged: tokens and passwords in it are replaced by <c>***</c>.</summary>
    internal static string HideSecrets(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? SecretOption().Replace(SecretUser().Replace(text, "$1***@"), "$1***") : text;

    // mumble://name:password@host, whep:http://token@host
    [GeneratedRegex(@"(://(?:[^/?#@:\s]*:(?=[^/?#@\s]*@))?)[^/?#@\s]+@")]
    private static partial Regex SecretUser();

    [GeneratedRegex(@"([?&](?:bearer|password|token|secret|key)=)[^&\s]*", RegexOptions.IgnoreCase)]
    private static partial Regex SecretOption();
}

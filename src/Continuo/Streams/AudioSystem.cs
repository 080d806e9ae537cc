using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>
/// The registry of sources and sinks: which factory opens which scheme of address. The core's own schemes (generators, raw PCM on pipes
/// and processes, WAV output, null)
/// are always registered; other assemblies, and programs, add theirs:
/// <code>
/// var audio = new AudioSystem().UseSoundFiles().UsePulseAudio()
///     .AddSource("radio", (address, request) => new RadioSource(address.Target));
/// </code>
/// Thread-safe after registration.
/// </summary>
public sealed class AudioSystem
{
    private readonly List<string> _order = []; // in order of registration
    private readonly Dictionary<string, (Func<AudioAddress, SourceRequest, IAudioSource> Create, AddressUsage? Usage)> _sources =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (Func<AudioAddress, SinkRequest, IAudioSink> Create, AddressUsage? Usage)> _sinks =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Func<IAudioSource, SourceRequest, IAudioSource>> _wraps = [];

    /// <summary>Creates a registry of the core's own schemes.</summary>
    public AudioSystem() => CoreEndpoints.AddTo(this);

    /// <summary>The registered schemes and file extensions, in the order of registration.</summary>
    internal IReadOnlyList<AudioScheme> Schemes =>
        [.. _order.Select(name => new AudioScheme(name, _sources.ContainsKey(name), _sinks.ContainsKey(name),
            _sources.GetValueOrDefault(name).Usage, _sinks.GetValueOrDefault(name).Usage))];

    /// <summary>Registers the factory for sources of a scheme; replaces an earlier one.</summary>
    /// <param name="scheme">Two letters or more, digits, <c>+</c>, <c>-</c>; a letter first.</param>
    /// <param name="create">Creates a source for an address, not yet opened. Must reject unknown options
    /// (<see cref="AudioAddress.AllowOptions"/>).</param>
    /// <param name="usage">Help text for address lists.</param>
    /// <exception cref="ArgumentException">The scheme is invalid: it could be confused with a file name.</exception>
    public AudioSystem AddSource(string scheme, Func<AudioAddress, SourceRequest, IAudioSource> create, AddressUsage? usage = null)
    {
        Check(scheme);
        _sources[Register(scheme)] = (create, usage);
        return this;
    }

    /// <summary>
    /// Registers the factory for files with an extension, such as <c>.sdp</c>. It takes precedence over the general file factory.
    /// </summary>
    /// <param name="extension">The extension, with the dot.</param>
    /// <param name="create">Creates a source for an address, not yet opened.</param>
    /// <param name="usage">Help text for address lists.</param>
    public AudioSystem AddFileSource(string extension, Func<AudioAddress, SourceRequest, IAudioSource> create, AddressUsage? usage = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(extension);
        if (extension[0] != '.')
        {
            throw new ArgumentException($"'{extension}' is not a file extension: it must begin with a dot.", nameof(extension));
        }

        _sources[Register(extension)] = (create, usage);
        return this;
    }

    /// <summary>Registers the factory for sinks of a scheme; replaces an earlier one.</summary>
    /// <param name="scheme">Two letters or more, digits, <c>+</c>, <c>-</c>; a letter first.</param>
    /// <param name="create">Creates a sink for an address, not yet opened. Must reject unknown options
    /// (<see cref="AudioAddress.AllowOptions"/>).</param>
    /// <param name="usage">Help text for address lists.</param>
    /// <exception cref="ArgumentException">The scheme is invalid: it could be confused with a file name.</exception>
    public AudioSystem AddSink(string scheme, Func<AudioAddress, SinkRequest, IAudioSink> create, AddressUsage? usage = null)
    {
        Check(scheme);
        _sinks[Register(scheme)] = (create, usage);
        return this;
    }

    /// <summary>
    /// Adds a decorator for every source of any scheme, for example a rate converter. The function returns its argument unchanged, or a
    /// source that owns it.
    /// </summary>
    public AudioSystem WrapSources(Func<IAudioSource, SourceRequest, IAudioSource> wrap)
    {
        _wraps.Add(wrap);
        return this;
    }

    /// <summary>
    /// Parses an address and checks its scheme. Text with an unregistered scheme is a file if one of that name exists; otherwise it is
    /// rejected.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the text is empty, or its scheme is not
    /// registered. The registered ones are listed.</exception>
    public AudioAddress Parse(string text) => Resolve(AudioAddress.Parse(text));

    /// <summary>
    /// Creates the source for an address, not yet opened. It delivers the requested channels. The sample rate depends on the source and
    /// the decorators of <see cref="WrapSources"/>.
    /// </summary>
    /// <exception cref="AudioException">No factory for such a source is registered, or an option is invalid.</exception>
    public IAudioSource CreateSource(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        address = Resolve(address);
        var isSpecialFile = address.Scheme == "file" && _sources.ContainsKey(Path.GetExtension(address.Target));
        if (!_sources.TryGetValue(isSpecialFile ? Path.GetExtension(address.Target) : address.Scheme, out var entry))
        {
            throw Refuse(address, "source", s => s.OpensSources);
        }

        var wrapped = _wraps.Aggregate(entry.Create(address, request), (source, wrap) => wrap(source, request));
        return request.Channels is { } channels ? new ChannelMappingSource(wrapped, channels) : wrapped;
    }

    /// <summary>Creates the sink for an address, not yet opened.</summary>
    /// <exception cref="AudioException">No factory for such a sink is registered, or an option is invalid.</exception>
    public IAudioSink CreateSink(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        address = Resolve(address);
        return _sinks.TryGetValue(address.Scheme, out var entry)
            ? entry.Create(address, request)
            : throw Refuse(address, "sink", s => s.OpensSinks);
    }

    private static void Check(string scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (scheme != "-" && !AudioAddress.IsScheme(scheme))
        {
            throw new ArgumentException(
                $"'{scheme}' is not a valid scheme: use at least two letters, digits, + or -, beginning with a letter.", nameof(scheme));
        }
    }

    private string Register(string name)
    {
        if (!_order.Contains(name, StringComparer.OrdinalIgnoreCase)) _order.Add(name.ToLowerInvariant());
        return name;
    }

    private AudioAddress Resolve(AudioAddress address)
    {
        if (_sources.ContainsKey(address.Scheme) || _sinks.ContainsKey(address.Scheme)) return address;
        if (address.Scheme == "file") return address; // the direction's own check refuses it
        if (File.Exists(address.Text)) return AudioAddress.OfFile(address.Text);
        var prefixes = Schemes.Where(s => s.Name[0] != '.').Select(s => s.Prefix).ToList();
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            address.Text,
            $"no source or sink is registered for '{address.Scheme}'{Suggestions.Words(address.Scheme + ":", prefixes)}",
            $"Registered are {string.Join(", ", prefixes)}. For a file of that name write file:{address.Text}");
    }

    private AudioException Refuse(AudioAddress address, string what, Func<AudioScheme, bool> isPossible) =>
        new(AudioErrorCode.Unsupported, address.Text, $"'{address.Scheme}' cannot be used as a {what}",
            $"Use one of {string.Join(", ", Schemes.Where(isPossible).Select(s => s.Prefix).Order(StringComparer.Ordinal))}");
}

using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>
/// Knows who opens which kind of address. The core's own kinds (generators, raw PCM on pipes and processes, WAV output, null)
/// are always there; other projects add theirs:
/// <code>var audio = new AudioSystem().UseSoundFiles().UsePulseAudio();</code>
/// Thread-safe once it is set up.
/// </summary>
public sealed class AudioSystem
{
    private readonly Dictionary<string, Func<AudioAddress, SourceRequest, IAudioSource>> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<AudioAddress, SinkRequest, IAudioSink>> _sinks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<AudioAddress, SourceRequest, IAudioSource>> _fileSources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Func<IAudioSource, SourceRequest, IAudioSource>> _wraps = [];

    /// <summary>Creates a system that knows the core's own kinds of address.</summary>
    public AudioSystem() => CoreEndpoints.AddTo(this);

    /// <summary>Says who opens sources of a scheme; a later call replaces an earlier one.</summary>
    public AudioSystem AddSource(string scheme, Func<AudioAddress, SourceRequest, IAudioSource> create)
    {
        _sources[scheme] = create;
        return this;
    }

    /// <summary>Says who opens files whose name ends in <paramref name="extension"/> (<c>.sdp</c>), instead of the opener of all other files.</summary>
    public AudioSystem AddFileSource(string extension, Func<AudioAddress, SourceRequest, IAudioSource> create)
    {
        _fileSources[extension] = create;
        return this;
    }

    /// <summary>Says who opens sinks of a scheme; a later call replaces an earlier one.</summary>
    public AudioSystem AddSink(string scheme, Func<AudioAddress, SinkRequest, IAudioSink> create)
    {
        _sinks[scheme] = create;
        return this;
    }

    /// <summary>Adds what is put around every source, whatever its scheme: a converter to what the request asks for, say. It owns the source it is given, or returns it.</summary>
    public AudioSystem WrapSources(Func<IAudioSource, SourceRequest, IAudioSource> wrap)
    {
        _wraps.Add(wrap);
        return this;
    }

    /// <summary>Makes the source of an address, not yet opened. It delivers the channels that are requested; the rate is up to the source and to what <see cref="WrapSources"/> added.</summary>
    /// <exception cref="AudioException">The address names no source that this system knows, or has a wrong option.</exception>
    public IAudioSource CreateSource(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        Func<AudioAddress, SourceRequest, IAudioSource>? create = null;
        var isSpecialFile = address.Scheme == "file" && _fileSources.TryGetValue(Path.GetExtension(address.Target), out create);
        if (!isSpecialFile && !_sources.TryGetValue(address.Scheme, out create)) throw Unknown(address, "source", _sources.Keys);
        var wrapped = _wraps.Aggregate(create!(address, request), (source, wrap) => wrap(source, request));
        return request.Channels is { } channels ? new ChannelMappingSource(wrapped, channels) : wrapped;
    }

    /// <summary>Makes the sink of an address, not yet opened.</summary>
    /// <exception cref="AudioException">The address names no sink that this system knows, or has a wrong option.</exception>
    public IAudioSink CreateSink(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _sinks.TryGetValue(address.Scheme, out var create) ? create(address, request) : throw Unknown(address, "sink", _sinks.Keys);
    }

    private static AudioException Unknown(AudioAddress address, string what, IEnumerable<string> known) =>
        new(AudioErrorCode.Unsupported, address.Text, $"'{address.Scheme}' cannot be used as a {what} here", $"Possible are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
}

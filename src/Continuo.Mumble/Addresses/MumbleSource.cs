using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Client;
using Continuo.Mumble.Speakers;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Reception;
using Continuo.Sources;

namespace Continuo.Mumble.Addresses;

/// <summary>
/// The voices of a Mumble channel, mixed, or one user's (<c>?user=NAME</c>): <c>mumble://host/channel</c>. Silence keeps its time. While
/// the connection is lost, reads report <see cref="SourceStatus.Lost"/>, and opening again waits for it.
/// </summary>
internal sealed class MumbleSource : IAudioSource, IDiagnosedSource
{
    private static readonly TimeSpan AppearancePoll = TimeSpan.FromMilliseconds(100);

    private readonly MumbleOptions _options;
    private readonly ClientLease _lease;
    private readonly ChannelMix _mix;
    private readonly BlockPace _pace;
    private readonly string? _user;
    private readonly TimeSpan? _appearance;
    private readonly int _blockFrames;
    private bool _wasOpen;

    /// <summary>Creates the source. <see cref="Open"/> connects.</summary>
    public MumbleSource(MumbleOptions options, string? user, AudioFormat format, JitterBufferOptions jitter, TimeSpan? appearance = null)
    {
        (_options, _user, _appearance, Format) = (options, user, appearance, format);
        _blockFrames = format.SampleRate / 100;
        _lease = new ClientLease(options);
        _pace = new BlockPace(options.Clock);
        _mix = new ChannelMix(format, _blockFrames, jitter, options.Clock, user);
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Device;

    /// <inheritdoc/>
    public string Description => _user is null ? _options.ToString() : $"{_user} on {_options}";

    /// <inheritdoc/>
    public string? Problem => _lease.Client?.Connection switch
    {
        { SupportsOpus: false } => "a client without Opus makes the server use another codec",
        { Self.IsDeafened: true } => "the server has deafened this user",
        _ => null,
    };

    /// <summary>The client; <see langword="null"/> before <see cref="Open"/>.</summary>
    public MumbleClient? Client => _lease.Client;

    /// <summary>The voices.</summary>
    public ChannelMix Mix => _mix;

    /// <summary>Creates the source of a <c>mumble:</c> address.</summary>
    /// <exception cref="AudioException">The address or one of its options is wrong.</exception>
    public static IAudioSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        address.AllowOptions(MumbleAddress.SourceOptions);
        var rate = request.SampleRate is { } wanted && OpusFormat.IsRate(wanted) ? wanted : 48_000;
        var format = new AudioFormat(rate, request.Channels == 2 ? 2 : 1);
        return new MumbleSource(MumbleAddress.Parse(address, request.Clock), address.Option("user"), format,
            MumbleAddress.JitterOf(address), request.WaitForAppearance);
    }

    /// <inheritdoc/>
    public void Open()
    {
        _lease.Begin();
        _pace.Reset();
        var isFirst = _lease.Client is null;
        var client = _lease.Connect();
        if (isFirst) client.Add(_mix);
        if (!_wasOpen) AwaitUser(client);
        _wasOpen = true;
        _pace.Begin(_options.Clock.Now + Format.ToNanoseconds(_blockFrames));
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_lease.Client is null || destination.Length < _blockFrames * Format.Channels) return SourceRead.Nothing;
        if (!_lease.IsConnected) return SourceRead.Lost;
        if (!_pace.WaitForDue(_options.Clock.DeadlineIn(timeout))) return SourceRead.Nothing;
        _mix.Render(destination[..(_blockFrames * Format.Channels)]);
        return SourceRead.Data(_blockFrames, _pace.Advance(Format, _blockFrames));
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _lease.Interrupt();
        _pace.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lease.Client?.Remove(_mix);
        _lease.Dispose();
        _mix.Dispose();
        _pace.Dispose();
    }

    /// <summary>The first time the user must be there, unless waiting was requested; later, the user may come and go.</summary>
    private void AwaitUser(MumbleClient client)
    {
        if (_user is null) return;
        var deadline = _options.Clock.DeadlineIn(_appearance ?? TimeSpan.Zero);
        while (!client.Users.Any(_mix.Hears))
        {
            if (_options.Clock.Now >= deadline)
            {
                var names = client.Users.Where(u => u.Session != client.Self?.Session).Select(u => u.Name).ToArray();
                throw new AudioException(AudioErrorCode.NotFound, $"user '{_user}' on {_options}",
                    $"there is no such user{Suggestions.Words(_user, names)}",
                    names.Length == 0
                        ? "No one else is there; wait with --wait"
                        : $"There are {string.Join(", ", names.Order().Take(10))}");
            }

            if (_lease.Token.WaitHandle.WaitOne(AppearancePoll)) throw new OperationCanceledException();
        }
    }
}

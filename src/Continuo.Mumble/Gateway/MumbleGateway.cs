using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Client;
using Continuo.Mumble.Control;
using Continuo.Mumble.Speakers;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// Connects a room and a Mumble channel: the channel's users are speakers of the room, with names and volumes of their own, and the room
/// speaks back as one voice, or each of its speakers as a Mumble user (a puppet). No one hears an echo. Thread-safe.
/// </summary>
public sealed class MumbleGateway : IDisposable
{
    /// <summary>Beginning of the member ids of Mumble users in rooms.</summary>
    public const string MemberPrefix = "mumble:";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HangUpInterval = TimeSpan.FromMilliseconds(100);

    private readonly Room _room;
    private readonly MumbleGatewayOptions _options;
    private readonly string _group;
    private readonly OpusPreset _preset;
    private readonly PacketCodec _codec;
    private readonly RoomVoices _voices;
    private readonly TalkOutput _output;
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly Timer _hangUp;
    private readonly HashSet<string> _silenced = new(StringComparer.Ordinal); // persons whom puppets speak for
    private Puppet[] _puppets = [];
    private RoomListener? _listener;
    private bool _disposed;
    private long _refused;

    private MumbleGateway(Room room, MumbleClient client, MumbleGatewayOptions options)
    {
        (_room, Client, _options) = (room, client, options);
        _group = options.Group ?? Shortened(client.Options.ToString());
        _codec = CodecRegistry.Describe("opus", room.Options.Format, room.Options.Tick);
        _preset = PresetWithin(options.Preset ?? OpusPreset.Named("voice-high"), client.MaxBandwidth);
        _output = new TalkOutput(client, (int)room.Options.Tick.TotalMilliseconds / 10);
        _voices = new RoomVoices(room, client.Options.Server, _group, IsPuppet, options.Joining);
        _listener = options.Speaks ? Listen(allowsForwarding: true) : null;
        client.Add(_voices);
        room.Changed += OnRoomChanged;
        _timer = new Timer(_ => Update(), null, Interval, Interval);
        _hangUp = new Timer(_ => HangUp(), null, HangUpInterval, HangUpInterval);
        Update();
    }

    /// <summary>The gateway's own user.</summary>
    public MumbleClient Client { get; }

    /// <summary>
    /// The users of the channel, with the ids that they have as speakers of the room, whether they have spoken or not. The gateway's own
    /// user and its puppets are left out. A snapshot.
    /// </summary>
    public IReadOnlyList<(string MemberId, MumbleUser User)> Users
    {
        get
        {
            if (Client.Self is not { } self) return [];
            return
            [
                .. Client.Users.Where(u => u.ChannelId == self.ChannelId && !IsPuppet(u))
                    .Select(u => (RoomVoices.MemberIdOf(u, Client.Options.Server), u)),
            ];
        }
    }

    /// <summary>Takes a snapshot of the statistics.</summary>
    public MumbleGatewayStatistics Statistics
    {
        get
        {
            var puppets = Volatile.Read(ref _puppets);
            return new MumbleGatewayStatistics
            {
                Speakers = _voices.Count,
                Puppets = puppets.Count(p => p.IsSpeaking),
                RefusedPuppets = Interlocked.Read(ref _refused),
                RefusedPackets = _voices.Refused,
                Packets = _output.Packets + puppets.Sum(p => p.Voice?.Packets ?? 0),
                ForwardedPackets = _output.Forwarded + puppets.Sum(p => p.Voice?.Forwarded ?? 0),
            };
        }
    }

    /// <summary>Joins the channel and connects it with a room.</summary>
    /// <param name="room">The room. Its rate is one of Opus: 8, 12, 16, 24 or 48 kHz.</param>
    /// <param name="server">Server, channel, and the gateway's own name. The clock is the room's.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AudioException">The server cannot be reached, is not trusted, or refuses; the room is full.</exception>
    public static async Task<MumbleGateway> OpenAsync(
        Room room,
        MumbleOptions server,
        MumbleGatewayOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(server);
        options ??= new MumbleGatewayOptions();
        options.Validate();
        OpusFormat.Require(room.Options.Format);
        var client = new MumbleClient(server with { Clock = room.Clock });
        try
        {
            await client.ConnectAsync(cancellation).ConfigureAwait(false);
            return new MumbleGateway(room, client, options);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Leaves room and server. Idempotent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _room.Changed -= OnRoomChanged;
            _timer.Dispose();
            _hangUp.Dispose();
            _listener?.Leave();
            foreach (var puppet in _puppets) puppet.Dispose();
        }

        Client.Remove(_voices);
        _voices.Close();
        Client.Dispose();
    }

    private static string Shortened(string text) => text.Length > MemberNames.MaxLength ? text[..MemberNames.MaxLength] : text;

    private static OpusPreset PresetWithin(OpusPreset preset, int bandwidth) =>
        preset with { Settings = preset.Settings with { BitRate = TalkEncoder.BitRateWithin(bandwidth, preset.Settings.BitRate) } };

    private void OnRoomChanged(object? sender, RoomEventArgs e)
    {
        if (e.Kind is RoomEventKind.SpeakerJoined or RoomEventKind.SpeakerLeft or RoomEventKind.NameChanged) Update();
    }

    private bool IsPuppet(MumbleUser user)
    {
        foreach (var puppet in Volatile.Read(ref _puppets))
        {
            if (puppet.Session == user.Session) return true;
        }

        return user.Session == Client.Session;
    }

    /// <summary>
    /// Brings puppets and listeners up to who is in the room. Events cause it at once; the timer makes up for events that were dropped.
    /// </summary>
    private void Update()
    {
        lock (_gate)
        {
            if (_disposed) return;
            try
            {
                var speakers = _room.Speakers.ToHashSet();
                _voices.Tidy();
                if (_output.Large > 0 && _listener is { Options.AllowsForwarding: true }) Encode();
                if (!_options.UsesPuppets || !_options.Speaks) return;
                RemovePuppets(speakers);
                foreach (var speaker in speakers) AddPuppet(speaker);
                foreach (var puppet in _puppets) puppet.Update();
                Silence();
            }
            catch (Exception e) when (e is AudioException or ObjectDisposedException)
            {
                // The room has just closed, or too many commands wait: tried again in a second.
            }
        }
    }

    private void HangUp()
    {
        foreach (var puppet in Volatile.Read(ref _puppets)) puppet.Voice?.HangUp();
    }

    /// <summary>The packets that speakers send are larger than what the server forwards: they are encoded again from now on.</summary>
    private void Encode()
    {
        _listener?.Leave();
        _listener = null;
        _silenced.Clear();
        _listener = Listen(allowsForwarding: false);
    }

    private RoomListener Listen(bool allowsForwarding)
    {
        var options = new ListenerOptions { MemberId = _group, Codec = _codec, Preset = _preset, AllowsForwarding = allowsForwarding };
        var listener = _room.AddListener(options, _output);
        listener.SetGroup(_group, isOn: false); // the channel does not hear itself
        return listener;
    }

    private void RemovePuppets(HashSet<RoomSpeaker> speakers)
    {
        foreach (var puppet in _puppets)
        {
            if (speakers.Contains(puppet.Speaker) && puppet.SpeakerName == puppet.Speaker.Name) continue;
            Volatile.Write(ref _puppets, [.. _puppets.Where(p => p != puppet)]);
            puppet.Dispose();
        }
    }

    private void AddPuppet(RoomSpeaker speaker)
    {
        if (speaker.Options.Group == _group || _puppets.Length >= _options.MaxPuppets || _puppets.Any(p => p.Speaker == speaker)) return;
        var identity = PuppetNames.IdentityOf(speaker.MemberId, _puppets.Count(p => p.Speaker.MemberId == speaker.MemberId));

        // Who has the puppet's certificate is the puppet itself, whom the server has not seen leaving yet.
        using var certificate = OwnCertificate.Load(Client.Options.KeptIn, identity);
        var own = certificate.GetCertHashString();
        var others = Client.Users.Where(u => !u.CertificateHash.Equals(own, StringComparison.OrdinalIgnoreCase)).Select(u => u.Name);
        string[] taken = [.. others, .. _puppets.Select(p => p.Name)];
        var options = Client.Options with { Name = PuppetNames.NameFor(speaker.Name, speaker.Number, taken), Identity = identity };
        var listening = new ListenerOptions
        {
            MemberId = Shortened($"{identity}@{_group}"),
            Codec = _codec,
            Preset = _preset,
            Volumes = [new SpeakerVolume(speaker.MemberId, IsSolo: true)],
        };
        Volatile.Write(ref _puppets, [.. _puppets, new Puppet(_room, speaker, options, listening, OnPuppetChanged)]);
    }

    private void OnPuppetChanged(Puppet puppet)
    {
        if (puppet.Refusal is not null) Interlocked.Increment(ref _refused);
        Update();
    }

    /// <summary>Whom a puppet speaks for is not in the gateway's own voice.</summary>
    private void Silence()
    {
        var speaking = _puppets.Where(p => p.IsSpeaking).Select(p => p.Speaker.MemberId).ToHashSet(StringComparer.Ordinal);
        SpeakerVolume[] row =
        [
            .. speaking.Where(id => !_silenced.Contains(id)).Select(id => new SpeakerVolume(id, IsMuted: true)),
            .. _silenced.Where(id => !speaking.Contains(id)).Select(id => new SpeakerVolume(id)),
        ];
        if (row.Length == 0 || _listener is null) return;
        _listener.SetVolumes(row);
        _silenced.Clear();
        _silenced.UnionWith(speaking);
    }
}

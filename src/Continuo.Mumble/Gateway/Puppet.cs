using Continuo.Audio;
using Continuo.Mumble.Client;
using Continuo.Mumble.Control;
using Continuo.Mumble.Protocol;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// A speaker of a room as a Mumble user: a client to which the speaker's packets are forwarded as they arrive. While the room changes what
/// the speaker says, and for speakers without packets, a listener of the room that hears this speaker alone, and whose packets the client
/// sends instead.
/// </summary>
internal sealed class Puppet : IDisposable
{
    private readonly Room _room;
    private readonly ListenerOptions _listening;
    private readonly Action<Puppet> _changed;
    private readonly Lock _gate = new();
    private MumbleClient _client;
    private PuppetVoice? _voice;
    private RoomListener? _listener;
    private bool _disposed;

    /// <summary>Creates the puppet and connects it in the background.</summary>
    /// <param name="room">The room.</param>
    /// <param name="speaker">Who speaks.</param>
    /// <param name="options">Server, channel, name and identity.</param>
    /// <param name="listening">Codec and preset.</param>
    /// <param name="changed">Called when the puppet speaks, and when it was refused.</param>
    public Puppet(Room room, RoomSpeaker speaker, MumbleOptions options, ListenerOptions listening, Action<Puppet> changed)
    {
        (_room, Speaker, _listening, _changed, SpeakerName) = (room, speaker, listening, changed, speaker.Name);
        _client = new MumbleClient(options);
        _ = Task.Run(ConnectAsync);
    }

    /// <summary>Who speaks.</summary>
    public RoomSpeaker Speaker { get; }

    /// <summary>The speaker's name when the puppet was made.</summary>
    public string SpeakerName { get; }

    /// <summary>The name on the server.</summary>
    public string Name => Volatile.Read(ref _client).Options.Name;

    /// <summary>Session on the server; 0 if there is none.</summary>
    public uint Session => Volatile.Read(ref _client).Session;

    /// <summary>Whether the puppet speaks: until then, the gateway's own voice does it.</summary>
    public bool IsSpeaking => Volatile.Read(ref _voice) is not null && Volatile.Read(ref _client).State == MumbleClientState.Connected;

    /// <summary>Why the server refused it; <see langword="null"/> if it did not.</summary>
    public AudioException? Refusal { get; private set; }

    /// <summary>What it sends; <see langword="null"/> before it does.</summary>
    public PuppetVoice? Voice => Volatile.Read(ref _voice);

    private PacketWatchers? Watchers => (Speaker.Input as IWatchedInput)?.Watchers;

    /// <summary>Whether the room's blocks are needed.</summary>
    private bool NeedsBlocks =>
        Watchers is null || Speaker.Volume != 1 || Speaker.HasAutomaticLevel || Speaker.IsProcessed
        || _voice!.IsUnsuitable;

    /// <summary>Leaves the server.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (_voice is not null) Watchers?.Remove(_voice);
            _listener?.Leave();
        }

        _client.Dispose();
    }

    /// <summary>Changes between the speaker's packets and the room's blocks where that is due. Called about once a second.</summary>
    /// <exception cref="AudioException">The room is closed, or too many changes wait.</exception>
    public void Update()
    {
        lock (_gate)
        {
            if (_disposed || _voice is not { } voice || NeedsBlocks == _listener is not null) return;
            if (_listener is null)
            {
                Volatile.Write(ref _listener, _room.AddListener(_listening, voice));
                return;
            }

            _listener.Leave();
            _listener = null;
            voice.ReturnToPackets();
        }
    }

    private async Task ConnectAsync()
    {
        try
        {
            await ConnectUnderAnyNameAsync().ConfigureAwait(false);
            Speak();
        }
        catch (AudioException e)
        {
            Refusal = e;
        }
        catch (ObjectDisposedException)
        {
            return; // the room or the puppet has ended
        }

        _changed(this);
    }

    private async Task ConnectUnderAnyNameAsync()
    {
        // The name may be against the server's rules (Mumble's default has no spaces), or someone else's.
        string[] others = [Name.Replace(' ', '_'), PuppetNames.Fallback(Speaker.Number)];
        foreach (var other in others)
        {
            try
            {
                await _client.ConnectAsync().ConfigureAwait(false);
                return;
            }
            catch (AudioException e) when (e.InnerException is RefusedException
            {
                Kind: RejectMessage.Types.Kind.InvalidName or RejectMessage.Types.Kind.NameInUse
                    or RejectMessage.Types.Kind.WrongUserPassword
            })
            {
                Rename(other);
            }
        }

        await _client.ConnectAsync().ConfigureAwait(false);
    }

    private void Rename(string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _client.Dispose();
            Volatile.Write(ref _client, new MumbleClient(_client.Options with { Name = name }));
        }
    }

    private void Speak()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var voice = new PuppetVoice(_client, Speaker, (int)_room.Options.Tick.TotalMilliseconds / 10, _room.Clock);
            Volatile.Write(ref _voice, voice);
            Watchers?.Add(voice);
            Update();
        }
    }
}

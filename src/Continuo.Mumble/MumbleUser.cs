namespace Continuo.Mumble;

/// <summary>A user on a Mumble server. The properties follow the server's messages; thread-safe.</summary>
public sealed class MumbleUser
{
    private string _name = "";
    private string _channel = "";
    private string _hash = "";
    private uint _channelId;
    private bool _isMuted, _isDeafened, _isTalking;
    private long _lastVoice;

    internal MumbleUser(uint session) => Session = session;

    /// <summary>Number of the user's session; the server may use it again after the user has left.</summary>
    public uint Session { get; }

    /// <summary>Name of the user.</summary>
    public string Name
    {
        get => Volatile.Read(ref _name);
        internal set => Volatile.Write(ref _name, value);
    }

    /// <summary>SHA-1 of the user's certificate, which identifies the person on any server; empty without one.</summary>
    public string CertificateHash
    {
        get => Volatile.Read(ref _hash);
        internal set => Volatile.Write(ref _hash, value);
    }

    /// <summary>Name of the channel that the user is in.</summary>
    public string Channel
    {
        get => Volatile.Read(ref _channel);
        internal set => Volatile.Write(ref _channel, value);
    }

    /// <summary>Whether the user cannot be heard: muted by the server, by the channel, or by the user.</summary>
    public bool IsMuted
    {
        get => Volatile.Read(ref _isMuted);
        private set => Volatile.Write(ref _isMuted, value);
    }

    /// <summary>Whether the user hears no one.</summary>
    public bool IsDeafened
    {
        get => Volatile.Read(ref _isDeafened);
        private set => Volatile.Write(ref _isDeafened, value);
    }

    /// <summary>Whether the user talks now.</summary>
    public bool IsTalking
    {
        get => Volatile.Read(ref _isTalking);
        internal set => Volatile.Write(ref _isTalking, value);
    }

    internal uint ChannelId
    {
        get => Volatile.Read(ref _channelId);
        set => Volatile.Write(ref _channelId, value);
    }

    /// <summary>When the last voice packet arrived, in nanoseconds of the client's clock.</summary>
    internal long LastVoice
    {
        get => Volatile.Read(ref _lastVoice);
        set => Volatile.Write(ref _lastVoice, value);
    }

    /// <summary>Whether the server or the channel has muted the user.</summary>
    internal bool IsSilenced => _mute || _suppress;

    private bool _mute, _suppress, _selfMute, _deaf, _selfDeaf;

    /// <summary>Applies the fields that a message has. On the connection's thread.</summary>
    internal void Apply(Protocol.UserStateMessage message)
    {
        if (message.HasName) Name = message.Name;
        if (message.HasHash) CertificateHash = message.Hash;
        if (message.HasMute) _mute = message.Mute;
        if (message.HasSuppress) _suppress = message.Suppress;
        if (message.HasSelfMute) _selfMute = message.SelfMute;
        if (message.HasDeaf) _deaf = message.Deaf;
        if (message.HasSelfDeaf) _selfDeaf = message.SelfDeaf;
        IsMuted = _mute || _suppress || _selfMute;
        IsDeafened = _deaf || _selfDeaf;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

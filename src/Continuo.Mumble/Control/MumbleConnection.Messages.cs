using Continuo.Mumble.Protocol;
using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Control;

/// <summary>What the server's messages do. On the thread that reads.</summary>
internal sealed partial class MumbleConnection
{
    /// <summary>Users beyond this number are ignored: no server has so many, and a hostile one could fill the memory.</summary>
    private const int MaxUsers = 20_000;

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var (type, payload) = await _link.Control.ReadAsync(cancellation).ConfigureAwait(false);
        Volatile.Write(ref _lastMessage, _options.Clock.Now);
        Handle(type, payload.Span);
    }

    /// <summary>Applies a message.</summary>
    /// <exception cref="Audio.AudioException">The server refuses or removes the client.</exception>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">The message is malformed.</exception>
    internal void Handle(ControlMessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case ControlMessageType.UdpTunnel:
                HandlePacket(payload, _options.Clock.Now);
                break;
            case ControlMessageType.Version:
                Version = MumbleVersion.Of(VersionMessage.Parser.ParseFrom(payload));
                Volatile.Write(ref _layout, Version.HasProtobufVoice ? ProtobufLayout.Instance : LegacyLayout.Instance);
                break;
            case ControlMessageType.Reject:
                throw Refusals.Explain(_options, RejectMessage.Parser.ParseFrom(payload));
            case ControlMessageType.ServerSync:
                var sync = ServerSyncMessage.Parser.ParseFrom(payload);
                (_session, _isSynced) = (sync.Session, true);
                if (sync.HasMaxBandwidth) SetBandwidth(sync.MaxBandwidth);
                break;
            case ControlMessageType.ServerConfiguration:
                var config = ServerConfigMessage.Parser.ParseFrom(payload);
                if (config.HasMaxBandwidth) SetBandwidth(config.MaxBandwidth);
                break;
            case ControlMessageType.ChannelState:
                _channels.Apply(ChannelStateMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.ChannelRemove:
                _channels.Remove(ChannelRemoveMessage.Parser.ParseFrom(payload).ChannelId);
                break;
            case ControlMessageType.UserState:
                Apply(UserStateMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.UserRemove:
                Remove(UserRemoveMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.PermissionDenied:
                // After the greeting nothing is asked for that could be denied, apart from what administrators do meanwhile.
                if (_isSynced && !_isGreeted) throw Refusals.Explain(_options, PermissionDeniedMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.CryptSetup:
                Apply(CryptSetupMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.CodecVersion:
                Volatile.Write(ref _supportsOpus, CodecVersionMessage.Parser.ParseFrom(payload).Opus);
                break;
        }
    }

    private void SetBandwidth(uint bitsPerSecond) => Volatile.Write(ref _maxBandwidth, (int)Math.Min(bitsPerSecond, int.MaxValue));

    private void Apply(UserStateMessage message)
    {
        if (!message.HasSession) return;
        bool isNew;
        MumbleUser? user;
        lock (_voice)
        {
            isNew = !_users.TryGetValue(message.Session, out user);
            if (isNew && _users.Count >= MaxUsers) return;
            user ??= new MumbleUser(message.Session);
            if (message.HasName) message.Name = Refusals.Printable(message.Name);
            user.Apply(message);
            if (message.HasChannelId) user.ChannelId = message.ChannelId;
            user.Channel = _channels.NameOf(user.ChannelId);
            if (isNew) _users.Add(message.Session, user);
        }

        _owner.Report(isNew ? MumbleEventKind.UserJoined : MumbleEventKind.UserChanged, user);
    }

    private void Remove(UserRemoveMessage message)
    {
        if (_isSynced && message.Session == _session) throw Refusals.Explain(_options, message);
        MumbleUser? user;
        lock (_voice)
        {
            if (!_users.Remove(message.Session, out user)) return;
        }

        _owner.Report(MumbleEventKind.UserLeft, user);
    }

    private void Apply(CryptSetupMessage message)
    {
        if (_udp is not { } udp) return;
        if (message.HasKey && message.HasClientNonce && message.HasServerNonce)
        {
            if (message.Key.Length != Ocb2Cipher.BlockBytes || message.ClientNonce.Length != Ocb2Cipher.BlockBytes
                || message.ServerNonce.Length != Ocb2Cipher.BlockBytes) throw new InvalidDataException("keys of a wrong length");
            udp.SetKeys(message.Key.Span, message.ClientNonce.Span, message.ServerNonce.Span);
        }
        else if (message.HasServerNonce)
        {
            if (message.ServerNonce.Length != Ocb2Cipher.BlockBytes) throw new InvalidDataException("a nonce of a wrong length");
            udp.Resume(message.ServerNonce.Span);
        }
        else if (udp.SenderNonce is { } nonce)
        {
            Send(ControlMessageType.CryptSetup, new CryptSetupMessage { ClientNonce = Google.Protobuf.ByteString.CopyFrom(nonce) });
        }
    }

    /// <summary>A packet from UDP or the tunnel.</summary>
    private void HandlePacket(ReadOnlySpan<byte> packet, long arrival)
    {
        if (Layout.TryReadPing(packet, out _)) return;
        if (!Layout.TryRead(packet, hasSession: true, out var voice))
        {
            Interlocked.Increment(ref _malformed);
            return;
        }

        lock (_voice)
        {
            if (_users.TryGetValue(voice.Session, out var user)) _owner.Receive(user, voice, arrival);
        }
    }
}

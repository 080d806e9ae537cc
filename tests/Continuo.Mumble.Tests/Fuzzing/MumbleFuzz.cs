using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Mumble.Control;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Speakers;
using Continuo.Mumble.Voice;
using Google.Protobuf;

namespace Continuo.Mumble.Tests.Fuzzing;

/// <summary>
/// Feeds spoilt messages, voice packets and datagrams to what reads them. Throws if anything but a refusal escapes, if a spoilt datagram
/// is believed, or if state grows without bound.
/// </summary>
public sealed class MumbleFuzz : IDisposable
{
    private const int MaxBytes = 2048;

    private readonly Mutator _mutator;
    private readonly MumbleConnection _connection;
    private readonly byte[][] _messages;
    private readonly byte[][] _legacy;
    private readonly byte[][] _modern;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(MaxBytes, pinned: true);
    private readonly byte[] _key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private readonly CryptSender _sender;
    private readonly CryptReceiver _receiver;
    private readonly ChannelMix _mix;
    private readonly float[] _audio = new float[480];

    public MumbleFuzz(ulong seed)
    {
        _mutator = new Mutator(seed);
        _connection = new MumbleConnection(new MumbleOptions { Host = "fuzz" }, new Owner(this), new TlsLink(new TcpClient(), Stream.Null));
        _messages = [.. Samples().Select(s => ControlMessage.Create(s.Type, s.Message))];
        _legacy = [.. Packets(LegacyLayout.Instance)];
        _modern = [.. Packets(ProtobufLayout.Instance)];
        _sender = new CryptSender(_key, _key);
        _receiver = new CryptReceiver(_key, _key);
        _mix = new ChannelMix(new AudioFormat(48_000, 1), 480, SpeakerVoice.DefaultJitter, MonotonicClock.System, null);
    }

    public long Inputs { get; private set; }

    public long Applied { get; private set; }

    public long Refused { get; private set; }

    public long Voices { get; private set; }

    public long Datagrams { get; private set; }

    public void Run(long inputs)
    {
        for (var end = Inputs + inputs; Inputs < end; Inputs += 4)
        {
            Message();
            Packet(LegacyLayout.Instance, _legacy);
            Packet(ProtobufLayout.Instance, _modern);
            Datagram();
            if (Inputs % 4000 == 0) _mix.Render(_audio);
        }

        Assert.InRange(_connection.Users.Count, 0, 20_000);
    }

    public void Dispose()
    {
        _mix.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
        _connection.Dispose();
    }

    private static IEnumerable<(ControlMessageType Type, IMessage Message)> Samples() =>
    [
        (ControlMessageType.Version, new MumbleVersion(1, 5, 0).ToMessage()),
        (ControlMessageType.Version, new MumbleVersion(1, 3, 4).ToMessage()),
        (ControlMessageType.Reject, new RejectMessage { Kind = RejectMessage.Types.Kind.NameInUse, Reason = "in use" }),
        (ControlMessageType.ServerSync,
            new ServerSyncMessage { Session = 5, MaxBandwidth = 72_000, WelcomeText = "welcome", Permissions = 15 }),
        (ControlMessageType.ChannelState, new ChannelStateMessage { ChannelId = 3, Parent = 0, Name = "Studio", Links = { 1, 2 } }),
        (ControlMessageType.ChannelRemove, new ChannelRemoveMessage { ChannelId = 3 }),
        (ControlMessageType.UserState, new UserStateMessage { Session = 7, Name = "anna", ChannelId = 3, Mute = true, Hash = "ab12" }),
        (ControlMessageType.UserState, new UserStateMessage { Session = 9, Name = "ben", SelfDeaf = true }),
        (ControlMessageType.UserRemove, new UserRemoveMessage { Session = 7, Reason = "gone", Ban = true }),
        (ControlMessageType.PermissionDenied,
            new PermissionDeniedMessage { Kind = PermissionDeniedMessage.Types.Kind.ChannelFull, Reason = "full" }),
        (ControlMessageType.CryptSetup,
            new CryptSetupMessage { Key = ByteString.CopyFrom(new byte[16]), ServerNonce = ByteString.CopyFrom(new byte[16]) }),
        (ControlMessageType.CodecVersion, new CodecVersionMessage { Alpha = 1, Beta = 2, PreferAlpha = true, Opus = true }),
        (ControlMessageType.ServerConfiguration, new ServerConfigMessage { MaxBandwidth = 130_000, MaxUsers = 100 }),
    ];

    private static IEnumerable<byte[]> Packets(IVoiceLayout layout)
    {
        foreach (var (frame, length) in new[] { (0L, 3), (130L, 60), (1L << 33, 200) })
        {
            var packet = new byte[IVoiceLayout.MaxBytes];
            var voice = new VoicePacket { Session = 9, FrameNumber = frame, Opus = new byte[length], IsLast = length == 3, Volume = 0.5f };
            yield return packet[..layout.Write(packet, voice, hasSession: true)];
        }

        var ping = new byte[32];
        yield return ping[..layout.WritePing(ping, 123_456)];
    }

    private void Message()
    {
        var length = Spoil(_messages);
        if (length < ControlMessage.HeaderBytes) return;
        try
        {
            var (type, _) = ControlMessage.ReadHeader(_buffer);
            _connection.Handle(type, _buffer.AsSpan(ControlMessage.HeaderBytes, length - ControlMessage.HeaderBytes));
            Applied++;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException or AudioException)
        {
            Refused++;
        }
    }

    private void Packet(IVoiceLayout layout, byte[][] originals)
    {
        var packet = _buffer.AsSpan(0, Spoil(originals));
        _ = layout.TryReadPing(packet, out _);
        if (layout.TryRead(packet, hasSession: true, out var voice)) Assert.True(voice.FrameNumber >= 0 && voice.Volume > 0);
        _connection.Handle(ControlMessageType.UdpTunnel, packet);
    }

    private void Datagram()
    {
        var (packet, datagram) = (_legacy[_mutator.Below(_legacy.Length)], new byte[MaxBytes]);
        var good = datagram.AsSpan(0, _sender.Protect(packet, datagram));
        var length = _mutator.Spoil(good, _modern[0], _buffer);
        var spoilt = _buffer.AsSpan(0, length);
        var opened = new byte[MaxBytes];
        if (!spoilt.SequenceEqual(good) && _receiver.TryOpen(spoilt, opened, out var bytes)) Forged(opened.AsSpan(0, bytes));
        Assert.True(_receiver.TryOpen(good, opened, out _), "a good datagram after a spoilt one is refused");
        Datagrams++;
    }

    // Three bytes of tag: one of 16 million forgeries passes, and none is meant to in so few.
    private static void Forged(ReadOnlySpan<byte> packet) => Assert.Fail($"a spoilt datagram was believed: {Convert.ToHexString(packet)}");

    private sealed class Owner(MumbleFuzz fuzz) : IConnectionOwner
    {
        public void Report(MumbleEventKind kind, MumbleUser? user)
        {
            if (kind == MumbleEventKind.UserLeft) ((IVoiceReceiver)fuzz._mix).Remove(user!);
        }

        public void Receive(MumbleUser user, in VoicePacket packet, long arrival)
        {
            fuzz.Voices++;
            ((IVoiceReceiver)fuzz._mix).Receive(user, packet, arrival);
        }
    }

    private int Spoil(byte[][] originals) =>
        _mutator.Spoil(originals[_mutator.Below(originals.Length)], originals[_mutator.Below(originals.Length)], _buffer);
}

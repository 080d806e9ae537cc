using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Mumble.Client;
using Continuo.Mumble.Speakers;
using Continuo.Mumble.Voice;
using Continuo.Rooms;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// What a puppet says: the speaker's Opus packets as they arrive, undecoded, because each Mumble client has a jitter buffer of its own.
/// What the room does to the speaker (a volume, a level, noise suppression) needs the room's blocks instead; <see cref="Deliver"/> takes
/// over with the first of them. Three threads use it: the one that receives, the room's tick, and a timer; any caller that finds another
/// one in it gives up its packet.
/// </summary>
/// <param name="client">The puppet's user.</param>
/// <param name="speaker">Who speaks.</param>
/// <param name="tickUnits">Length of a tick in units of 10 ms.</param>
/// <param name="clock">The room's clock.</param>
internal sealed class PuppetVoice(MumbleClient client, RoomSpeaker speaker, int tickUnits, MonotonicClock clock)
    : IListenerOutput, IPacketWatcher
{
    private const int UnitFrames = 480; // at 48 kHz
    private const int HangUnits = 20; // of silence, after which a talk ends
    private const long HangNanoseconds = 300_000_000; // without packets, after which it does
    private const int MaxSilentBytes = 3; // of a packet of digital silence, or of discontinuous transmission
    private const int EndUnits = 2;

    private static readonly byte[] Silence = OpusSilence.Packet(20, 1);

    private readonly TalkNumbers _numbers = new();
    private readonly PacketSizeAverage _size = new();
    private int _isEntered;
    private bool _isTalking;
    private int _silentUnits;
    private long _lastSent;
    private bool _isEncoded;
    private bool _isUnsuitable;
    private long _packets, _forwarded, _collisions;

    /// <summary>Number of packets.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Number of packets that are the speaker's own.</summary>
    public long Forwarded => Volatile.Read(ref _forwarded);

    /// <summary>Number of packets given up because another thread was just sending.</summary>
    public long Collisions => Volatile.Read(ref _collisions);

    /// <summary>
    /// Whether the speaker's packets cannot be forwarded: another codec, a length that Mumble has not, or more than the server forwards.
    /// </summary>
    public bool IsUnsuitable => Volatile.Read(ref _isUnsuitable);

    /// <inheritdoc/>
    [RealTime]
    public void Watch(in IncomingPacket packet, PacketCodec codec, long arrival)
    {
        if (Volatile.Read(ref _isEncoded) || speaker.IsMuted || speaker.IsBlocked || !TryEnter()) return;
        Forward(packet, codec);
        Exit();
    }

    /// <summary>A block of the room, after something that the packets themselves do not contain.</summary>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        Volatile.Write(ref _isEncoded, true);
        if (block.Payload.IsEmpty || !TryEnter()) return; // the timer ends the talk
        Say(block.Tick * tickUnits, tickUnits, block.Payload, block.Contributions.IsEmpty, block.IsForwarded);
        Exit();
    }

    /// <summary>The room delivers no more blocks.</summary>
    public void ReturnToPackets() => Volatile.Write(ref _isEncoded, false);

    /// <summary>Ends a talk that goes on no longer. Called a few times a second.</summary>
    public void HangUp()
    {
        if (!TryEnter()) return;
        if (_isTalking && clock.Now - _lastSent > HangNanoseconds) EndTalk();
        Exit();
    }

    [RealTime]
    private void Forward(in IncomingPacket packet, PacketCodec codec)
    {
        var frames = codec.Name == "opus" ? OpusPacket.FramesOf(packet.Payload, 48_000) : 0;
        if (frames <= 0 || frames % UnitFrames != 0)
        {
            Volatile.Write(ref _isUnsuitable, true);
            return;
        }

        var units = frames / UnitFrames;
        Say(packet.MediaTime * 100 / codec.Format.SampleRate, units, packet.Payload, packet.Payload.Length <= MaxSilentBytes,
            isForwarded: true);
        if (_size.Exceeds(packet.Payload.Length, TalkEncoder.BytesWithin(client.MaxBandwidth, units)))
        {
            Volatile.Write(ref _isUnsuitable, true);
        }
    }

    [RealTime]
    private void Say(long unit, int units, ReadOnlySpan<byte> payload, bool isSilent, bool isForwarded)
    {
        if (isSilent && !_isTalking) return;
        _silentUnits = isSilent ? _silentUnits + units : 0;
        if (_silentUnits > HangUnits)
        {
            EndTalk();
            return;
        }

        if (!_numbers.TryPlace(unit, units, out var number) || !client.Talk(number, payload, isLast: false)) return;
        (_isTalking, _lastSent) = (true, clock.Now);
        Volatile.Write(ref _packets, _packets + 1);
        if (isForwarded) Volatile.Write(ref _forwarded, _forwarded + 1);
    }

    [RealTime]
    private void EndTalk()
    {
        client.Talk(_numbers.End(EndUnits), Silence, isLast: true);
        (_isTalking, _silentUnits) = (false, 0);
    }

    [RealTime]
    private bool TryEnter()
    {
        if (Interlocked.Exchange(ref _isEntered, 1) == 0) return true;
        Interlocked.Increment(ref _collisions);
        return false;
    }

    [RealTime]
    private void Exit() => Volatile.Write(ref _isEntered, 0);
}

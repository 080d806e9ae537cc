using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// A speaker of another node. Its level is reported by that node; its audio arrives alone only while a listener here, or on a node behind
/// this one, has changed its volume.
/// </summary>
/// <param name="inbox">Where it arrives.</param>
/// <param name="number">Number of the speaker in the sender's room.</param>
internal sealed class RemoteSpeakerInput(LinkInbox inbox, uint number) : ISpeakerInput, IRemoteVoice
{
    /// <summary>Report of a speaker that is not heard.</summary>
    public const byte Silence = 127;

    private const byte SpeakingFlag = 0x80;
    private static readonly TimeSpan FadeTime = TimeSpan.FromMilliseconds(10);

    private readonly int _channels = inbox.Format.Channels;
    private readonly int _fadeFrames = (int)inbox.Format.ToFrames(FadeTime);
    private LinkRing? _ring;
    private long _fadeTick = -1;
    private byte _report = Silence;

    /// <summary>Number of the speaker in the sender's room.</summary>
    public uint Number { get; } = number;

    /// <inheritdoc/>
    public AudioFormat Format => inbox.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => null;

    /// <inheritdoc/>
    public bool WakesRoom => true;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => Volatile.Read(ref _ring) is null || inbox.PlayTick < 0;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => 0;

    /// <inheritdoc/>
    [RealTime]
    public bool IsSpeaking => inbox.PlayTick >= 0 && (Volatile.Read(ref _report) & SpeakingFlag) != 0;

    /// <summary>The level that the other node reports, in −dBov.</summary>
    [RealTime]
    public byte Dbov => inbox.PlayTick >= 0 ? (byte)(Volatile.Read(ref _report) & ~SpeakingFlag) : Silence;

    /// <inheritdoc/>
    [RealTime]
    public BlockLevel Level => Dbov == Silence ? default : new BlockLevel(0, MathF.Pow(10, -Dbov / 10f));

    /// <summary>Allocates the memory for the stream. On a controlling thread, before the stream is asked for.</summary>
    public void Expect()
    {
        if (_ring is null) Volatile.Write(ref _ring, new LinkRing(inbox.BlockSamples));
    }

    /// <summary>Takes a report of the level: −dBov, and the highest bit if the speaker speaks. On the receiving thread.</summary>
    [RealTime]
    public void Report(byte report) => Volatile.Write(ref _report, report);

    /// <summary>Takes a piece. On the receiving thread.</summary>
    /// <returns>Whether it is expected, and lies in a block.</returns>
    [RealTime]
    public bool Write(in LinkPiece piece)
    {
        if (piece.FadesIn) Volatile.Write(ref _fadeTick, piece.Tick);
        return Volatile.Read(ref _ring) is { } ring && ring.Write(piece.Tick, piece.Offset, piece.Samples);
    }

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        if (_ring!.Read(inbox.PlayTick, samples) == 0) return SpeakerBlock.Silent;
        if (Volatile.Read(ref _fadeTick) == inbox.PlayTick) FadeIn(samples);
        return SpeakerBlock.Heard;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    /// <inheritdoc/>
    public void Connect(RoomWake wake)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>What a listener has changed is then heard without a click.</summary>
    [RealTime]
    private void FadeIn(Span<float> samples)
    {
        var count = Math.Min(samples.Length, _fadeFrames * _channels);
        for (var i = 0; i < count; i++) samples[i] *= (float)(i / _channels) / _fadeFrames;
    }
}

using System.Globalization;
using System.Numerics;
using Continuo.Audio;

namespace Continuo.Rtp.Jitter;

/// <summary>Options of a <see cref="JitterBuffer"/>. Immutable.</summary>
public sealed record JitterBufferOptions
{
    private const int LeastSlots = 128;
    private const int MostSlots = 1 << 17;

    /// <summary>Default options: adaptive delay, up to 1 s.</summary>
    public static readonly JitterBufferOptions Default = new();

    /// <summary>Initial delay, used until packet delays have been measured.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Minimum target delay.</summary>
    public TimeSpan MinDelay { get; init; }

    /// <summary>Maximum target delay.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the delay stays at <see cref="StartDelay"/> instead of adapting.</summary>
    public bool IsFixed { get; init; }

    /// <summary>
    /// Whether <see cref="JitterBuffer.ReadExact"/> delivers the audio bit for bit at the sender's pace, without time-scaling or
    /// concealment. Lost packets become silence after <see cref="StartDelay"/>.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>Maximum time that received audio may wait. Older audio is skipped instead of being played faster.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Tolerance for late packets, 0.1…20. A higher value gives a shorter delay and more concealment.
    /// </summary>
    public double Tolerance { get; init; } = 1;

    /// <summary>Whether audio may be time-scaled, at constant pitch, to change the delay.</summary>
    public bool TimeScaling { get; init; } = true;

    /// <summary>How long missing audio is concealed at full level. After that it fades to silence.</summary>
    public TimeSpan ConcealmentLimit { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Expected packet length. Memory is allocated for <see cref="Capacity"/> of such packets.</summary>
    public TimeSpan PacketTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Maximum amount of stored audio: <see cref="MaxLag"/> plus 0.5 s for packets that arrive in a burst after a stall.</summary>
    public TimeSpan Capacity => MaxLag + TimeSpan.FromMilliseconds(500);

    /// <summary>Maximum payload length in bytes.</summary>
    public int MaxPayloadBytes { get; init; } = 1500;

    /// <summary>Whether <see cref="JitterBuffer.TryGetPacket"/> returns the packets that are read.</summary>
    internal bool KeepsPackets { get; init; }

    /// <summary>Number of packets that fit; a power of two.</summary>
    internal int Slots =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp((long)Math.Ceiling(Capacity / PacketTime), LeastSlots, MostSlots));

    /// <summary>Checks all values.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>, with the invalid option and its range.</exception>
    internal JitterBufferOptions Validated()
    {
        Check(MinDelay >= TimeSpan.Zero, nameof(MinDelay), MinDelay, "Use zero or more");
        Check(MaxDelay > TimeSpan.Zero && MaxDelay >= MinDelay && MaxDelay <= TimeSpan.FromSeconds(2), nameof(MaxDelay), MaxDelay,
            "Use at least the minimum and at most 2 s");
        Check(StartDelay >= MinDelay && StartDelay <= MaxDelay, nameof(StartDelay), StartDelay,
            "Use a time between the minimum and the maximum");
        Check(MaxLag >= MaxDelay, nameof(MaxLag), MaxLag, "Use at least the maximum delay");
        Check(Tolerance is >= 0.1 and <= 20, nameof(Tolerance), Tolerance, "Use 0.1…20; 1 suits most networks");
        Check(ConcealmentLimit >= TimeSpan.Zero && ConcealmentLimit <= TimeSpan.FromSeconds(1), nameof(ConcealmentLimit), ConcealmentLimit,
            "Use at most 1 s");
        Check(MaxLag <= TimeSpan.FromSeconds(60), nameof(MaxLag), MaxLag, "Use at most 60 s");
        Check(PacketTime > TimeSpan.Zero && PacketTime <= TimeSpan.FromSeconds(1), nameof(PacketTime), PacketTime,
            "Use the packet length, for example 20 ms");
        Check(MaxPayloadBytes is >= 1 and <= 65_536, nameof(MaxPayloadBytes), MaxPayloadBytes, "Use 1…65536 bytes");
        return this;
    }

    private static void Check(bool holds, string name, object value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"jitter buffer {name} = {value}"), "out of range", remedy);
    }
}

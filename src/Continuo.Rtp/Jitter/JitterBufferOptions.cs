using System.Globalization;
using System.Numerics;
using Continuo.Audio;

namespace Continuo.Rtp.Jitter;

/// <summary>How a jitter buffer behaves. Immutable.</summary>
public sealed record JitterBufferOptions
{
    private const int LeastSlots = 128;
    private const int MostSlots = 1 << 17;

    /// <summary>Adapts freely.</summary>
    public static readonly JitterBufferOptions Default = new();

    /// <summary>The delay to begin with, before anything is known of the network.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The target never falls below this.</summary>
    public TimeSpan MinDelay { get; init; }

    /// <summary>The target never rises above this.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the delay is kept at <see cref="StartDelay"/>, whatever the network does.</summary>
    public bool IsFixed { get; init; }

    /// <summary>
    /// Whether what was sent is given exactly, at the sender's pace, by <see cref="JitterBuffer.ReadExact"/>: nothing is scaled or concealed, what was lost is
    /// silence. A missing packet is waited for during <see cref="StartDelay"/>.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>The longest that audio may wait here, once it has come: what is older is skipped at once, rather than caught up with by time-scaling.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often packets may be late, as a factor: above 1 the delay is shorter and more is made up, below 1 the other way round. 0.1…20.
    /// </summary>
    public double Tolerance { get; init; } = 1;

    /// <summary>Whether audio may be shortened and stretched, at the same pitch, to change the delay.</summary>
    public bool TimeScaling { get; init; } = true;

    /// <summary>For how long missing audio is made up at full level; after that it fades to silence.</summary>
    public TimeSpan ConcealmentLimit { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>How long the packets are that are expected: there is room for <see cref="Capacity"/> of such.</summary>
    public TimeSpan PacketTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How much audio is held at most: what may wait, and half a second more for what comes all at once after a stall.</summary>
    public TimeSpan Capacity => MaxLag + TimeSpan.FromMilliseconds(500);

    /// <summary>The longest payload that is taken, in bytes.</summary>
    public int MaxPayloadBytes { get; init; } = 1500;

    /// <summary>How many packets there is room for; a power of two.</summary>
    internal int Slots => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp((long)Math.Ceiling(Capacity / PacketTime), LeastSlots, MostSlots));

    /// <summary>Checks all values.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: which one is wrong, and what it may be.</exception>
    internal JitterBufferOptions Validated()
    {
        Check(MinDelay >= TimeSpan.Zero, nameof(MinDelay), MinDelay, "Use zero or more");
        Check(MaxDelay > TimeSpan.Zero && MaxDelay >= MinDelay && MaxDelay <= TimeSpan.FromSeconds(2), nameof(MaxDelay), MaxDelay, "Use at least the minimum and at most 2 s");
        Check(StartDelay >= MinDelay && StartDelay <= MaxDelay, nameof(StartDelay), StartDelay, "Use a time between the minimum and the maximum");
        Check(MaxLag >= MaxDelay, nameof(MaxLag), MaxLag, "Use at least the maximum delay");
        Check(Tolerance is >= 0.1 and <= 20, nameof(Tolerance), Tolerance, "Use 0.1…20; 1 suits most networks");
        Check(ConcealmentLimit >= TimeSpan.Zero && ConcealmentLimit <= TimeSpan.FromSeconds(1), nameof(ConcealmentLimit), ConcealmentLimit, "Use at most 1 s");
        Check(MaxLag <= TimeSpan.FromSeconds(60), nameof(MaxLag), MaxLag, "Use at most 60 s");
        Check(PacketTime > TimeSpan.Zero && PacketTime <= TimeSpan.FromSeconds(1), nameof(PacketTime), PacketTime, "Use the packets' length, as 20 ms");
        Check(MaxPayloadBytes is >= 1 and <= 65_536, nameof(MaxPayloadBytes), MaxPayloadBytes, "Use 1…65536 bytes");
        return this;
    }

    private static void Check(bool holds, string name, object value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"jitter buffer {name} = {value}"), "out of range", remedy);
    }
}

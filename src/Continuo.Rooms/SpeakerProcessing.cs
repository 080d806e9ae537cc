using System.Globalization;
using Continuo.Audio;
using Continuo.Rooms.Interop;

namespace Continuo.Rooms;

/// <summary>
/// What is done to a speaker's voice before it is mixed, by libspeexdsp (Debian: libspeexdsp1). Makes the speaker mono and adds 10 ms.
/// Immutable.
/// </summary>
public sealed record SpeakerProcessing
{
    /// <summary>How far steady noise is attenuated at most, 0…40 dB; 0 switches it off. 15 dB sounds natural, 30 dB is a lot.</summary>
    public double NoiseSuppressionDb { get; init; }

    /// <summary>
    /// Whether the echo of what the person hears is removed: the mix of the listener with the same <see cref="SpeakerOptions.MemberId"/>.
    /// </summary>
    public bool CancelsEcho { get; init; }

    /// <summary>
    /// Shortest time from the room's mix to its echo in the speaker's voice, 0…1000 ms: the buffers of network and devices on the way there
    /// and back.
    /// </summary>
    public TimeSpan EchoDelay { get; init; }

    /// <summary>Length of the echo after <see cref="EchoDelay"/>, 20…500 ms. Longer costs more and adapts more slowly.</summary>
    public TimeSpan EchoTail { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether someone speaks is decided by what the voice is like and not by its level alone.</summary>
    public bool DetectsVoice { get; init; }

    /// <summary>Whether the library is installed. Without it, speakers with processing are refused.</summary>
    public static bool IsAvailable => SpeexDsp.Library.TryLoad();

    /// <summary>Whether there is anything to do.</summary>
    internal bool IsActive => NoiseSuppressionDb > 0 || CancelsEcho || DetectsVoice;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> naming the first value out of range.</exception>
    internal void Validate()
    {
        Check(NoiseSuppressionDb is >= 0 and <= 40, "noise suppression in dB", NoiseSuppressionDb, "Use 0…40");
        Check(EchoDelay.TotalMilliseconds is >= 0 and <= 1000, "delay of the echo in ms", EchoDelay.TotalMilliseconds, "Use 0…1000");
        Check(EchoTail.TotalMilliseconds is >= 20 and <= 500, "length of the echo in ms", EchoTail.TotalMilliseconds, "Use 20…500");
    }

    private static void Check(bool holds, string what, double value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{what} = {value}"), "out of range", remedy);
    }
}

using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>Header extension ssrc-audio-level (RFC 6464), and each element of csrc-audio-level (RFC 6465). Real-time-safe.</summary>
/// <param name="Attenuation">Level in −dBov: 0 for the loudest, 127 for silence.</param>
/// <param name="IsVoice">Whether the sender believes that it is voice. Not used in csrc-audio-level.</param>
[RealTime]
internal readonly record struct RtpAudioLevel(byte Attenuation, bool IsVoice = false)
{
    /// <summary>Attenuation of silence.</summary>
    public const byte Silence = 127;

    /// <summary>Level in dBov, −127…0.</summary>
    public int Decibels => -Attenuation;

    /// <summary>Rounds a level of a signal whose full scale is 1.</summary>
    /// <param name="rootMeanSquare">
    /// RMS of the packet's samples, 0…1. Its 0 dBov is that of a square wave of full scale (RFC 6464, 3).
    /// </param>
    /// <param name="isVoice">Whether it is voice.</param>
    public static RtpAudioLevel FromRms(float rootMeanSquare, bool isVoice = false)
    {
        if (!(rootMeanSquare > 0)) return new RtpAudioLevel(Silence, isVoice);
        return new RtpAudioLevel((byte)Math.Clamp(Math.Round(-20 * Math.Log10(rootMeanSquare)), 0, Silence), isVoice);
    }

    /// <summary>Reads a value of ssrc-audio-level.</summary>
    /// <returns>
    /// Whether it has a length that the standard allows: one byte, or more in the two-byte form, of which the first counts.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out RtpAudioLevel level)
    {
        level = value.IsEmpty ? default : FromByte(value[0]);
        return !value.IsEmpty;
    }

    /// <summary>
    /// Reads the level of a contributing source from a value of csrc-audio-level, whose bytes are in the order of the CSRC list.
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, int contributor, out RtpAudioLevel level)
    {
        var isThere = (uint)contributor < (uint)value.Length;
        level = isThere ? new RtpAudioLevel((byte)(value[contributor] & 127)) : default;
        return isThere;
    }

    /// <summary>The byte of ssrc-audio-level; without voice also that of csrc-audio-level.</summary>
    public byte ToByte() => (byte)((IsVoice ? 0x80 : 0) | Attenuation);

    private static RtpAudioLevel FromByte(byte value) => new((byte)(value & 127), value > 127);
}

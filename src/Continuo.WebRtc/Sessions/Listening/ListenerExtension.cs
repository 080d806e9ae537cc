using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// The header extension of a listener's packets (RFC 8285): capture time and audio level, as far as agreed. One thread; real-time-safe.
/// </summary>
internal sealed class ListenerExtension(HeaderExtensionIds ids)
{
    // Both elements in the longer form, and padding.
    private const int MaxBytes = 2 + AbsoluteCaptureTime.Bytes + 2 + 1 + 3;

    private readonly byte[] _bytes = new byte[MaxBytes];

    /// <summary>Profile field of the extension.</summary>
    public ushort Profile { get; } = ids.NeedTwoByteForm ? HeaderExtensionReader.TwoByteProfile : HeaderExtensionReader.OneByteProfile;

    /// <summary>Writes the values of a packet.</summary>
    /// <returns>The extension without its header; empty if nothing was agreed.</returns>
    public ReadOnlySpan<byte> Write(ulong captureNtp, RtpAudioLevel level)
    {
        var writer = new HeaderExtensionWriter(_bytes, ids.NeedTwoByteForm);
        if (ids.CaptureTime != 0) new AbsoluteCaptureTime(captureNtp).WriteTo(writer.Begin(ids.CaptureTime, AbsoluteCaptureTime.Bytes));
        writer.Add(ids.AudioLevel, [level.ToByte()]);
        return writer.Complete();
    }
}

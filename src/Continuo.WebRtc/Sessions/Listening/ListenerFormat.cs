using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>What was agreed with a listener. Immutable.</summary>
/// <param name="OpusType">Payload type of Opus.</param>
/// <param name="RedType">Payload type of redundant audio; <see langword="null"/> if it is not used.</param>
/// <param name="Extensions">Numbers of the header extensions.</param>
internal sealed record ListenerFormat(byte OpusType, byte? RedType, HeaderExtensionIds Extensions)
{
    /// <summary>Takes the numbers from an answer.</summary>
    public static ListenerFormat Of(AudioTerms audio) => new((byte)audio.OpusPayloadType, (byte?)audio.RedPayloadType, audio.Extensions);
}

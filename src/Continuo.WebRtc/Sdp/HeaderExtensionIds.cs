using System.Globalization;

namespace Continuo.WebRtc.Sdp;

/// <summary>Numbers of the RTP header extensions (RFC 8285) that both sides know; 0 for those that are not used.</summary>
/// <param name="AudioLevel">Level of the sender (RFC 6464).</param>
/// <param name="ContributorLevels">Levels of the contributing sources (RFC 6465).</param>
/// <param name="CaptureTime">Absolute capture time.</param>
/// <param name="MediaId">Identification of the medium (RFC 9143, 15.2).</param>
internal readonly record struct HeaderExtensionIds(byte AudioLevel, byte ContributorLevels, byte CaptureTime, byte MediaId)
{
    /// <summary>URI of <see cref="AudioLevel"/>.</summary>
    public const string AudioLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// <summary>URI of <see cref="ContributorLevels"/>.</summary>
    public const string ContributorLevelsUri = "urn:ietf:params:rtp-hdrext:csrc-audio-level";

    /// <summary>URI of <see cref="CaptureTime"/>.</summary>
    public const string CaptureTimeUri = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /// <summary>URI of <see cref="MediaId"/>.</summary>
    public const string MediaIdUri = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>Whether a number needs the two-byte form (RFC 8285, 4.3).</summary>
    public bool NeedTwoByteForm => Math.Max(Math.Max(AudioLevel, ContributorLevels), Math.Max(CaptureTime, MediaId)) > 14;

    /// <summary>The extensions with their URIs, without unused ones.</summary>
    public IEnumerable<(byte Id, string Uri)> Used()
    {
        if (AudioLevel != 0) yield return (AudioLevel, AudioLevelUri);
        if (ContributorLevels != 0) yield return (ContributorLevels, ContributorLevelsUri);
        if (CaptureTime != 0) yield return (CaptureTime, CaptureTimeUri);
        if (MediaId != 0) yield return (MediaId, MediaIdUri);
    }

    /// <summary>Adds what a value of <c>a=extmap</c> says, if it is known and can be used.</summary>
    /// <param name="value">Number, optionally a direction, and URI.</param>
    /// <param name="allowTwoByteForm">Whether numbers above 14 can be used.</param>
    public HeaderExtensionIds With(string value, bool allowTwoByteForm)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !byte.TryParse(words[0].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || id is 0 or 15 || (id > 14 && !allowTwoByteForm))
        {
            return this;
        }

        return words[1] switch
        {
            AudioLevelUri => this with { AudioLevel = id },
            ContributorLevelsUri => this with { ContributorLevels = id },
            CaptureTimeUri => this with { CaptureTime = id },
            MediaIdUri => this with { MediaId = id },
            _ => this,
        };
    }
}

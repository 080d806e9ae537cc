namespace Continuo.Rooms;

/// <summary>A listener's setting for one person.</summary>
/// <param name="MemberId">Id of the speaking person, present or not.</param>
/// <param name="Volume">Volume, 0…2 (200 %).</param>
/// <param name="IsMuted">Whether the person is not heard at all. The volume is kept.</param>
/// <param name="IsSolo">Whether only persons marked so are heard. Mute beats solo.</param>
public sealed record SpeakerVolume(string MemberId, double Volume = 1, bool IsMuted = false, bool IsSolo = false)
{
    /// <summary>Whether this is what applies to a person without a setting.</summary>
    internal bool IsDefault => Volume == 1 && !IsMuted && !IsSolo;

    internal void Validate()
    {
        MemberNames.RequireId(MemberId);
        MemberNames.RequireVolume(Volume);
    }
}

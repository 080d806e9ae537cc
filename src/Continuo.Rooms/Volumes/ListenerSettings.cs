namespace Continuo.Rooms.Volumes;

/// <summary>What a listener has set. Immutable.</summary>
/// <param name="Volumes">Settings that differ from the default, by person.</param>
/// <param name="GroupsOff">Groups that are switched off.</param>
public sealed record ListenerSettings(IReadOnlyList<SpeakerVolume> Volumes, IReadOnlyList<string> GroupsOff)
{
    /// <summary>Nothing set.</summary>
    public static readonly ListenerSettings None = new([], []);

    /// <summary>Whether nothing is set.</summary>
    internal bool IsEmpty => Volumes.Count == 0 && GroupsOff.Count == 0;

    internal void Validate()
    {
        foreach (var volume in Volumes) volume.Validate();
        foreach (var group in GroupsOff) MemberNames.RequireId(group);
    }
}

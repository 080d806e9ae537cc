namespace Continuo.Rooms.Volumes;

/// <summary>A listener's settings as they stand in the file.</summary>
/// <param name="Server">The server that the ids belong to.</param>
/// <param name="Listener">Stable id of the listener.</param>
/// <param name="LastUsed">Day of the last use.</param>
/// <param name="Volumes">Volumes that differ from the default.</param>
/// <param name="GroupsOff">Groups that are switched off.</param>
internal sealed record StoredListener(string Server, string Listener, DateOnly LastUsed, IReadOnlyList<SpeakerVolume> Volumes,
    IReadOnlyList<string> GroupsOff)
{
    /// <exception cref="Audio.AudioException">A value is out of range or missing.</exception>
    public void Validate()
    {
        MemberNames.RequireId(Server);
        MemberNames.RequireId(Listener);
        Settings.Validate();
    }

    /// <summary>The settings.</summary>
    internal ListenerSettings Settings => new(Volumes ?? [], GroupsOff ?? []);
}

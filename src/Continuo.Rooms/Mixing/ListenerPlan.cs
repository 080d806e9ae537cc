using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// A listener's settings, and the mix it is assigned to, as the control plane sees them. Guarded by the room's control lock.
/// </summary>
internal sealed class ListenerPlan
{
    /// <summary>Maximum number of persons with a setting.</summary>
    public const int MaxSettings = 4096;

    private const int MaxGroups = 256;

    private readonly string _self;
    private readonly Dictionary<string, SpeakerVolume> _volumes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groupsOff = new(StringComparer.Ordinal);
    private int _solos;

    public ListenerPlan(ListenerOptions options)
    {
        _self = options.MemberId;
        Set(options.Volumes);
        foreach (var group in options.GroupsOff) SetGroup(group, isOn: false);
    }

    /// <summary>The encoder whose packets the listener receives.</summary>
    public MixEncoder? Encoder { get; set; }

    /// <summary>The settings that differ from the default.</summary>
    public IEnumerable<SpeakerVolume> Settings => _volumes.Values;

    /// <summary>The groups that are switched off.</summary>
    public IEnumerable<string> GroupsOff => _groupsOff;

    /// <summary>Whether a speaker who joins is heard as it is.</summary>
    public bool IsPlain => _volumes.Count == 0 && _groupsOff.Count == 0;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>; nothing is changed.</exception>
    public void Set(IReadOnlyList<SpeakerVolume> row)
    {
        foreach (var volume in row) volume.Validate();
        var added = 0;
        foreach (var volume in row)
        {
            if (!volume.IsDefault && !_volumes.ContainsKey(volume.MemberId)) added++;
        }

        if (_volumes.Count + added > MaxSettings) throw TooMany("volumes", MaxSettings);
        foreach (var volume in row)
        {
            if (_volumes.TryGetValue(volume.MemberId, out var old) && old.IsSolo) _solos--;
            if (volume.IsSolo) _solos++;
            if (volume.IsDefault) _volumes.Remove(volume.MemberId);
            else _volumes[volume.MemberId] = volume;
        }
    }

    public void SetGroup(string group, bool isOn)
    {
        if (isOn) _groupsOff.Remove(group);
        else if (_groupsOff.Count < MaxGroups) _groupsOff.Add(group);
        else throw TooMany("groups", MaxGroups);
    }

    /// <summary>Gain of a speaker in this listener's mix.</summary>
    public float GainOf(RoomSpeaker speaker)
    {
        if (string.Equals(speaker.MemberId, _self, StringComparison.Ordinal)) return 0;
        if (speaker.Options.Group is { } group && _groupsOff.Contains(group)) return 0;
        var setting = _volumes.GetValueOrDefault(speaker.MemberId);
        if (setting is { IsMuted: true } || (_solos > 0 && setting is not { IsSolo: true })) return 0;
        return (float)(setting?.Volume ?? 1);
    }

    private static AudioException TooMany(string what, int most) =>
        new(AudioErrorCode.InvalidArgument, $"one more of a listener's {what}", "there are too many",
            string.Create(CultureInfo.InvariantCulture, $"Use at most {most}"));
}

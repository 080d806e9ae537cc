using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>A speaker in a room. Thread-safe.</summary>
public sealed class RoomSpeaker
{
    private readonly IRoomControl _room;
    private string _name;
    private bool _isStalled;
    private bool _isMuted;
    private bool _isBlocked;
    private bool _talksOver;
    private double _volume;

    internal RoomSpeaker(IRoomControl room, SpeakerOptions options, ISpeakerInput input, uint number, LaneKind kind = LaneKind.Local)
    {
        (_room, Options, Input, Number, Kind) = (room, options, input, number, kind);
        _name = string.IsNullOrEmpty(options.Name) ? options.MemberId : options.Name;
        (_isMuted, _talksOver, _volume) = (options.IsMuted, options.TalksOver, options.Volume);
        KeepsTicking = !input.WakesRoom;
        Lane = new SpeakerLane(this, input, room.Options);
    }

    /// <summary>Stable id of the person.</summary>
    public string MemberId => Options.MemberId;

    /// <summary>How the speaker has joined.</summary>
    public SpeakerOptions Options { get; }

    /// <summary>Number of the speaker, unique in the room and never used twice; not 0. It is sent as contributing source (CSRC).</summary>
    public uint Number { get; }

    /// <summary>
    /// Name to show. If the speaker joined without one, the directory's: empty for at most 0.1 s while it is looked up, then
    /// <c>User-ID</c>, and the name as soon as it arrives. Without a directory it is the id.
    /// </summary>
    public string Name
    {
        get => Volatile.Read(ref _name);
        internal set => Volatile.Write(ref _name, value);
    }

    /// <summary>Whether the speaker's audio reaches the room on another node, which alone can change or remove the speaker.</summary>
    public bool IsRemote => Kind == LaneKind.Remote;

    /// <summary>Whether the speaker speaks.</summary>
    public bool IsSpeaking => Lane.IsSpeaking;

    /// <summary>Whether the speaker is muted for everyone, as it was set last.</summary>
    [RealTime]
    public bool IsMuted => Volatile.Read(ref _isMuted);

    /// <summary>Whether a moderator has muted the speaker for everyone, as it was set last.</summary>
    [RealTime]
    public bool IsBlocked => Volatile.Read(ref _isBlocked);

    /// <summary>Whether the others are attenuated while this speaker speaks, as it was set last.</summary>
    public bool TalksOver => Volatile.Read(ref _talksOver);

    /// <summary>Volume for everyone, as it was set last.</summary>
    public double Volume => Volatile.Read(ref _volume);

    /// <summary>Whether packets stopped in the middle of audio.</summary>
    public bool IsStalled
    {
        get => Volatile.Read(ref _isStalled);
        internal set => Volatile.Write(ref _isStalled, value);
    }

    /// <summary>Whether nothing arrives, so that the input is not read.</summary>
    public bool IsParked => Lane.IsParked;

    /// <summary>Level of the last tick in dBFS RMS, before all volumes; −∞ for silence.</summary>
    public double LevelDb => Decibels.FromPower(Lane.Level.Power);

    /// <summary>Whether the speaker is brought to <see cref="RoomOptions.TargetLufs"/>.</summary>
    public bool HasAutomaticLevel => Lane.HasAutomaticLevel;

    /// <summary>Whether noise suppression, echo cancellation or voice detection is applied to the speaker, on its own wish or by the room's.</summary>
    public bool IsProcessed => Lane.IsProcessed;

    /// <summary>Gain of the automatic level, in dB; 0 if there is none.</summary>
    public double AutomaticGainDb => Lane.AutomaticGainDb;

    /// <summary>Number of blocks read, of those that contained audio from packets, and of those that were concealed.</summary>
    public (long Read, long Heard, long Concealed) Blocks => (Lane.Blocks, Lane.HeardBlocks, Lane.ConcealedBlocks);

    /// <summary>The exception that ended the input; <see langword="null"/> if there was none.</summary>
    public Exception? Failure => Lane.Failure;

    internal ISpeakerInput Input { get; }

    internal LaneKind Kind { get; }

    /// <summary>The link through which the speaker is heard; <see langword="null"/> for a speaker of this node.</summary>
    internal IMixLink? Link { get; init; }

    internal SpeakerLane Lane { get; }

    internal bool KeepsTicking { get; }

    internal long JoinedAt { get; init; }

    /// <summary>When audio last arrived, in nanoseconds of the room's clock.</summary>
    internal long LastArrival => Math.Max(JoinedAt, Input.LastArrival);

    /// <summary>Switches the speaker off or on for everyone, as push to talk does.</summary>
    public void SetMuted(bool isMuted)
    {
        RequireLocal();
        Volatile.Write(ref _isMuted, isMuted);
        ApplyMutes();
    }

    /// <summary>Mutes the speaker for everyone until this is taken back, whatever <see cref="SetMuted"/> says: for moderation.</summary>
    public void SetBlocked(bool isBlocked)
    {
        RequireLocal();
        Volatile.Write(ref _isBlocked, isBlocked);
        ApplyMutes();
    }

    /// <summary>Sets whether the others are attenuated while this speaker speaks (<see cref="RoomOptions.TalkOverDb"/>).</summary>
    public void SetTalksOver(bool talksOver)
    {
        RequireLocal();
        _room.Command(_ => Lane.TalksOver = talksOver);
        Volatile.Write(ref _talksOver, talksOver);
    }

    /// <summary>Sets the volume for everyone.</summary>
    /// <param name="volume">0…2.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is out of range.</exception>
    public void SetVolume(double volume)
    {
        MemberNames.RequireVolume(volume);
        RequireLocal();
        _room.Command(_ => Lane.Volume = (float)volume);
        Volatile.Write(ref _volume, volume);
    }

    /// <summary>Whether nothing has arrived for so long that the speaker is removed.</summary>
    internal bool IsOverdue(long now, TimeSpan limit) =>
        !KeepsTicking && Kind == LaneKind.Local && limit != Timeout.InfiniteTimeSpan && now - LastArrival > limit.Ticks * 100;

    /// <summary>Frees input and processing. When no tick uses them any more.</summary>
    internal void Free()
    {
        Lane.Dispose();
        Input.Dispose();
    }

    /// <summary>Changes the name.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is too long or has control
    /// characters.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        MemberNames.RequireName(name);
        RequireLocal();
        _room.Rename(this, name);
    }

    /// <summary>Reads both flags when the tick applies it, so that the order of two calls does not matter.</summary>
    private void ApplyMutes() => _room.Command(_ => Lane.IsMuted = IsMuted || IsBlocked);

    /// <summary>Removes the speaker from the room. Idempotent.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> for a speaker of another node.</exception>
    public void Leave()
    {
        RequireLocal();
        _room.Remove(this);
    }

    private void RequireLocal()
    {
        if (Link is null) return;
        throw new AudioException(AudioErrorCode.Unsupported, $"a change of the speaker '{MemberId}'",
            $"the speaker is on node {Link.Node}", "Ask that node");
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// A room's link to the same room on another node. What arrives is mixed as one speaker, and what is sent is the sum of all others: the
/// mix-minus of that speaker, before the limiter. Single speakers are sent besides only if the other node wants them.
/// </summary>
/// <remarks>
/// Nodes are linked as a star with the room's owner in the middle. Both ends are the same; neither knows whether it is the owner. Fields
/// belong to the room's control lock, what the tick uses is replaced by commands.
/// </remarks>
internal sealed class RoomLink : IMixLink
{
    /// <summary>Maximum number of single speakers in one direction.</summary>
    public const int MaxStreams = 64;

    private const int EndRepeats = 3;
    private const int StatusMilliseconds = 100;

    private readonly Room _room;
    private readonly int _statusTicks;
    private SentSpeaker[] _streams = [];
    private uint[] _wanted = [];
    private uint[] _farWanted = [];
    private uint _farVersion;
    private volatile bool _isStatusDue = true;
    private int _sinceStatus;
    private long _end = -1;
    private int _endsLeft;
    private long _sent, _refused;

    internal RoomLink(Room room, string node)
    {
        (_room, Node) = (room, node);
        var options = room.Options;
        Inbox = new LinkInbox(options.Format, options.BlockFrames, room.Clock);
        Outbox = new LinkOutbox(Inbox.BlockSamples);
        _statusTicks = (int)(StatusMilliseconds / options.Tick.TotalMilliseconds);
        Part = new RoomSpeaker(room, new SpeakerOptions { MemberId = node, IsTemporary = true }, Inbox, 0, LaneKind.Link);
    }

    /// <inheritdoc/>
    public string Node { get; }

    /// <inheritdoc/>
    [RealTime]
    public bool TalksOver => Inbox.TalksOver;

    /// <summary>What arrives.</summary>
    public LinkInbox Inbox { get; }

    /// <summary>What is to be sent.</summary>
    public LinkOutbox Outbox { get; }

    /// <summary>Version of the other node's list of speakers, as it was last heard of.</summary>
    public uint FarVersion => Volatile.Read(ref _farVersion);

    public LinkStatistics Statistics
    {
        get
        {
            var (heard, lost, late, slips) = Inbox.Counters;
            return new LinkStatistics(Volatile.Read(ref _sent), Outbox.Dropped, heard, lost, late, slips, Volatile.Read(ref _refused));
        }
    }

    /// <summary>The other node's part of the room as the tick sees it.</summary>
    internal RoomSpeaker Part { get; }

    /// <summary>Its speakers. Guarded by the room's control lock.</summary>
    internal List<RoomSpeaker> Remote { get; } = [];

    /// <summary>Which of our speakers the other node wants alone, by our numbers. Any thread.</summary>
    internal uint[] FarWanted => Volatile.Read(ref _farWanted);

    /// <summary>The wishes that the control plane has applied.</summary>
    internal uint[]? AppliedWanted { get; set; }

    /// <summary>When each of the other node's speakers was last wanted here, in nanoseconds of the room's clock.</summary>
    internal Dictionary<uint, long> WantedAt { get; } = [];

    /// <summary>Replaces the list of the other node's speakers.</summary>
    public void SetMembers(IReadOnlyList<RemoteMember> members) => _room.SetMembers(this, members);

    /// <summary>The speakers that the other node does not know, and the version of this list.</summary>
    public (IReadOnlyList<RemoteMember> Members, uint Version) GetMembers() => _room.GetMembers(this);

    /// <summary>Ends the link: the other node's speakers leave. Idempotent.</summary>
    public void Leave() => _room.Remove(this);

    /// <summary>
    /// Takes what the other node wants, knows and measures. On the receiving thread; allocates only if the wishes change.
    /// </summary>
    /// <param name="wanted">Numbers of our speakers that it wants alone.</param>
    /// <param name="version">Version of the other node's list of speakers.</param>
    /// <param name="reports">Levels of its speakers: −dBov, and bit 7 for those who speak. The others are silent.</param>
    public void TakeStatus(ReadOnlySpan<uint> wanted, uint version, ReadOnlySpan<(uint Number, byte Report)> reports)
    {
        Volatile.Write(ref _farVersion, version);
        if (!wanted.SequenceEqual(_farWanted)) Volatile.Write(ref _farWanted, wanted.ToArray());
        foreach (var speaker in Inbox.Speakers)
        {
            var found = RemoteSpeakerInput.Silence;
            foreach (var (number, report) in reports)
            {
                if (number == speaker.Number) found = report;
            }

            speaker.Report(found);
        }
    }

    /// <summary>Sets which of the other node's speakers are wanted alone. Under the room's control lock.</summary>
    internal void SetWanted(uint[] wanted, int refused)
    {
        if (refused > 0) Volatile.Write(ref _refused, _refused + refused);
        if (wanted.AsSpan().SequenceEqual(_wanted)) return;
        Volatile.Write(ref _wanted, wanted);
        _isStatusDue = true;
    }

    /// <summary>The status is sent with the next tick.</summary>
    internal void Announce() => _isStatusDue = true;

    /// <summary>Sets which speakers are sent alone. On the thread of the tick, by a command.</summary>
    internal void SetStreams(SpeakerLane[] lanes) =>
        _streams = Array.ConvertAll(lanes, lane => Array.Find(_streams, s => s.Lane == lane) ?? new SentSpeaker(lane));

    /// <inheritdoc/>
    [RealTime]
    public void Begin() => Inbox.Begin();

    /// <inheritdoc/>
    public unsafe void Send(long tick, MixRender common, ReadOnlySpan<SpeakerLane> lanes, bool talksOver)
    {
        var own = Part.Lane;
        var hasSum = common.Summed > (own.IsActive ? 1 : 0);
        if (hasSum) (_end, _endsLeft) = (tick + 1, EndRepeats);
        var isEnd = !hasSum && _endsLeft > 0;
        var isStatus = _isStatusDue || ++_sinceStatus >= _statusTicks;
        if (!hasSum && !isEnd && !isStatus) return;
        if (Outbox.Next() is not { } block) return;
        block.Clear();
        (block.Tick, block.HasSum, block.TalksOver) = (tick, hasSum, talksOver);
        if (isEnd)
        {
            block.End = _end;
            _endsLeft--;
        }

        if (hasSum)
        {
            Subtract(common.Input, own.IsActive ? new ReadOnlySpan<float>(own.Samples, Inbox.BlockSamples) : default, block.Sum);
            foreach (var stream in _streams)
            {
                if (!stream.Lane.IsActive) continue;
                block.Add(stream.Lane.Speaker.Number, new ReadOnlySpan<float>(stream.Lane.Samples, Inbox.BlockSamples), stream.IsNew);
            }

            Volatile.Write(ref _sent, _sent + 1 + block.Speakers);
        }

        // What joins later has not been heard before, so only the first tick after a wish fades in.
        foreach (var stream in _streams) stream.Advance();
        if (isStatus) AddStatus(block, lanes);
        Outbox.Add();
    }

    [RealTime]
    private static void Subtract(ReadOnlySpan<float> sum, ReadOnlySpan<float> own, Span<float> result)
    {
        if (own.IsEmpty)
        {
            sum.CopyTo(result);
            return;
        }

        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var owns = MemoryMarshal.Cast<float, Vector<float>>(own);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < results.Length; i++) results[i] = sums[i] - owns[i];
        for (var i = results.Length * Vector<float>.Count; i < result.Length; i++) result[i] = sum[i] - own[i];
    }

    private void AddStatus(LinkBlock block, ReadOnlySpan<SpeakerLane> lanes)
    {
        const byte speaking = 0x80;
        (_isStatusDue, _sinceStatus) = (false, 0);
        (block.HasStatus, block.Wanted, block.Version) = (true, Volatile.Read(ref _wanted), _room.MembersVersion);
        foreach (var lane in lanes)
        {
            if (lane.Kind == LaneKind.Link || lane.Speaker.Link == this) continue;
            var report = (byte)(lane.Level.Dbov | (lane.IsSpeaking ? speaking : 0));
            if (report == RemoteSpeakerInput.Silence) continue;
            if (block.ReportCount == LinkBlock.MaxReports) break;
            block.Reports[block.ReportCount++] = (lane.Speaker.Number, report);
        }
    }

    /// <summary>A speaker that is sent alone.</summary>
    private sealed class SentSpeaker(SpeakerLane lane)
    {
        private const int NewTicks = 2;

        private int _age;

        public SpeakerLane Lane { get; } = lane;

        public bool IsNew => _age == 0;

        public void Advance() => _age = Math.Min(_age + 1, NewTicks);
    }
}

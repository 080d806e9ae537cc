using Continuo.Rooms.Mixing;
using Continuo.Rooms.Spanning;

namespace Continuo.Rooms.Hosting;

// The links of a room that is on several nodes. On controlling threads.
public sealed partial class Room
{
    private const long WantHoldNanoseconds = 1_000_000_000; // ramps have ended, and a volume that moves about asks once

    private RoomLink[] _links = [];
    private uint _membersVersion;
    private bool _plansChanged; // since the wishes were last compared; under the control lock

    /// <summary>The links to other nodes. A snapshot.</summary>
    internal IReadOnlyList<RoomLink> Links => Volatile.Read(ref _links);

    /// <summary>Changes whenever speakers join, leave or are renamed.</summary>
    internal uint MembersVersion => Volatile.Read(ref _membersVersion);

    /// <summary>Links the room to the same room on another node. The caller moves what the link's inbox and outbox hold.</summary>
    /// <param name="node">Name of the other node.</param>
    /// <exception cref="ObjectDisposedException">The room is closed.</exception>
    internal RoomLink AddLink(string node)
    {
        var link = new RoomLink(this, node);
        lock (_control)
        {
            RequireOpen(2);
            link.Inbox.Connect(Wake);
            var links = _links = [.. _links, link];
            Enqueue(new RoomCommand(tick =>
            {
                tick.Add(link.Part.Lane);
                tick.SetLinks(links);
            }));
        }

        _host?.Follow(this);
        return link;
    }

    /// <summary>Ends a link. Idempotent.</summary>
    internal void Remove(RoomLink link)
    {
        RoomSpeaker[] gone;
        lock (_control)
        {
            if (_disposed || !_links.Contains(link)) return;
            var links = _links = Array.FindAll(_links, l => l != link);
            _leaving.Add(link.Part);
            gone = [.. link.Remote];
            link.Remote.Clear();
            link.Inbox.Speakers = [];
            Enqueue(new RoomCommand(tick =>
            {
                link.Part.Lane.IsLeaving = true;
                tick.SetLinks(links);
            }));
        }

        foreach (var speaker in gone) ((IRoomControl)this).Remove(speaker);
    }

    /// <summary>Replaces the list of speakers that are heard through a link.</summary>
    internal void SetMembers(RoomLink link, IReadOnlyList<RemoteMember> members)
    {
        List<RoomSpeaker> joined = [], gone = [];
        lock (_control)
        {
            if (_disposed || !_links.Contains(link)) return;
            var known = link.Remote.ToDictionary(s => ((RemoteSpeakerInput)s.Input).Number);
            foreach (var member in members)
            {
                if (known.Remove(member.Number, out var speaker)) Rename(speaker, member.Name);
                else if (_speakers.Length < Options.MaxSpeakers && _commands.HasRoom(2)) joined.Add(JoinRemote(link, member));
            }

            gone.AddRange(known.Values);
            link.Remote.RemoveAll(gone.Contains);
            link.Inbox.Speakers = [.. link.Remote.Select(s => (RemoteSpeakerInput)s.Input)];
        }

        foreach (var speaker in gone) ((IRoomControl)this).Remove(speaker);
        foreach (var speaker in joined) Post(RoomEventKind.SpeakerJoined, speaker, null, Clock.Now);
    }

    /// <summary>The speakers that are not heard through this link, and the version of the list.</summary>
    internal (IReadOnlyList<RemoteMember> Members, uint Version) GetMembers(RoomLink link)
    {
        lock (_control)
        {
            return ([.. _speakers.Where(s => s.Link != link && !s.Options.IsTemporary)
                .Select(s => new RemoteMember(s.Number, s.MemberId, s.Name, s.Options.Group))], _membersVersion);
        }
    }

    /// <summary>
    /// Compares what listeners and other nodes want to hear alone with what is sent, and hands the changes to the tick. Called every 20 ms
    /// or so, by one thread.
    /// </summary>
    internal void AdvanceLinks(long now)
    {
        lock (_control)
        {
            if (_disposed || _links.Length == 0) return;
            foreach (var link in _links)
            {
                var wanted = link.FarWanted;
                if (link.AppliedWanted == wanted) continue;
                link.AppliedWanted = wanted;
                _plansChanged = true;
                SpeakerLane[] lanes =
                [
                    .. _speakers.Where(s => s.Link != link && wanted.AsSpan().Contains(s.Number))
                        .Take(RoomLink.MaxStreams).Select(s => s.Lane),
                ];
                Enqueue(new RoomCommand(_ => link.SetStreams(lanes)));
            }

            // What is no longer wanted is sent a little longer, so the wishes are also compared while there are any.
            if (!_plansChanged && Array.TrueForAll(_links, l => l.WantedAt.Count == 0)) return;
            _plansChanged = false;
            foreach (var link in _links) Want(link, now);
        }
    }

    private RoomSpeaker JoinRemote(RoomLink link, RemoteMember member)
    {
        var options = new SpeakerOptions { MemberId = member.MemberId, Name = member.Name, Group = member.Group };
        var speaker = new RoomSpeaker(this, options, new RemoteSpeakerInput(link.Inbox, member.Number), ++_lastNumber, LaneKind.Remote)
        {
            JoinedAt = Clock.Now,
            Link = link,
        };
        link.Remote.Add(speaker);
        Join(speaker);
        return speaker;
    }

    /// <summary>Speakers whose volume a listener here has changed, and those that nodes behind this one want.</summary>
    private void Want(RoomLink link, long now)
    {
        foreach (var speaker in link.Remote)
        {
            if (_planner.IsChanged(speaker.Lane)
                || Array.Exists(_links, l => l != link && l.AppliedWanted.AsSpan().Contains(speaker.Number)))
            {
                var input = (RemoteSpeakerInput)speaker.Input;
                input.Expect();
                link.WantedAt[input.Number] = now;
            }
        }

        foreach (var (number, at) in link.WantedAt)
        {
            if (now - at > WantHoldNanoseconds) link.WantedAt.Remove(number);
        }

        link.SetWanted([.. link.WantedAt.Keys.Order().Take(RoomLink.MaxStreams)], Math.Max(0, link.WantedAt.Count - RoomLink.MaxStreams));
    }

    /// <summary>The other nodes ask for the list when they see its new version. Under the control lock.</summary>
    private void MembersChanged()
    {
        Volatile.Write(ref _membersVersion, _membersVersion + 1);
        foreach (var link in _links) link.Announce();
    }
}

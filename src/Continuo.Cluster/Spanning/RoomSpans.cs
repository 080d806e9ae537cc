using Continuo.Cluster.Bundles;
using Continuo.Cluster.Contract;
using Continuo.Cluster.Nodes;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Spanning;

/// <summary>
/// The rooms of this node that are on other nodes as well: its own, to which other nodes are linked, and its parts of other nodes' rooms,
/// with the participants who came to this node. Thread-safe.
/// </summary>
internal sealed class RoomSpans(
    RoomTable rooms,
    SessionTable sessions,
    BundleEndpoint endpoint,
    Lazy<ClusterNode> node,
    TimeProvider time,
    ILogger<RoomSpans> logger) : ISpanRooms, IDisposable
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromSeconds(5); // without renewal
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EmptyLifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Room, string Node), (SpanLink Link, long At)> _linked = []; // of our own rooms
    private readonly Dictionary<string, RoomPart> _parts = new(StringComparer.Ordinal); // of other nodes' rooms
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _sweep;

    /// <summary>Takes a snapshot of the bundles' counters.</summary>
    public BundleStatistics Statistics => endpoint.Statistics;

    /// <summary>Opens this node's part of another node's room, if it is not open.</summary>
    /// <exception cref="Exception">The room cannot be opened.</exception>
    public async Task LinkAsync(RoomPlace place, RoomDeclaration settings)
    {
        RoomPart part;
        lock (_lock)
        {
            if (rooms.Find(place.Room) is not null) return; // by another request, or it is ours now
            Start();
            part = new RoomPart(rooms.Open(place.Room, settings), time.GetTimestamp());
            _parts.Add(place.Room, part);
        }

        try
        {
            await RenewAsync(part).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ServingLog.NotRenewed(logger, place.Room, place.Node, e.Message); // those who are here hear each other meanwhile
        }

        _ = FollowAsync(part);
    }

    /// <summary>A room that is open here is this node's own from now on.</summary>
    public void Own(string room)
    {
        lock (_lock)
        {
            if (!_parts.Remove(room, out var part)) return;
            Unlink(part);
        }
    }

    /// <summary>A room of this node is closed here.</summary>
    public void Forget(string room)
    {
        lock (_lock)
        {
            foreach (var (key, linked) in _linked.Where(l => l.Key.Room == room).ToArray())
            {
                _linked.Remove(key);
                Close(linked.Link, room);
            }
        }
    }

    /// <inheritdoc/>
    public SpanAnswer? Join(RoomPlace place, SpanOffer offer)
    {
        lock (_lock)
        {
            if (rooms.Find(place.Room) is not { } room || _parts.ContainsKey(place.Room)) return null;
            if (offer.Node == endpoint.Node) return null; // it was a part when it asked, and is the owner now
            Start();
            var key = (place.Room, offer.Node);
            if (_linked.TryGetValue(key, out var known) && (known.Link.Epoch != place.Epoch || known.Link.Run != offer.Run))
            {
                _linked.Remove(key);
                Close(known.Link, place.Room);
                known = default;
            }

            if (known.Link is not { } link)
            {
                link = new SpanLink(endpoint, room, offer.Node, offer.Run, place.Epoch);
                ServingLog.Linked(logger, place.Room, offer.Node, place.Epoch);
            }

            _linked[key] = (link, time.GetTimestamp());
            if (offer.Invitation is { } invitation && offer.Epoch == place.Epoch) link.Send(invitation, offer.Handle);
            link.SetMembers(offer.Members);
            var (members, version) = link.GetMembers();
            return new SpanAnswer(place, endpoint.Run, link.Handle, link.Invitation, members, version);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _sweep?.Dispose();
        endpoint.Dispose();
        _stop.Dispose();
    }

    private void Start()
    {
        if (_sweep is not null) return;
        endpoint.Start();
        _sweep = time.CreateTimer(_ => Sweep(), null, RenewInterval, RenewInterval);
    }

    /// <summary>Ends the links of nodes that do not renew them.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            foreach (var (key, linked) in _linked.Where(l => time.GetElapsedTime(l.Value.At) > LinkLifetime).ToArray())
            {
                _linked.Remove(key);
                Close(linked.Link, key.Room);
            }
        }
    }

    /// <summary>
    /// Renews the link of a part once a second, and as soon as speakers have changed here or there; closes the part when it is empty.
    /// </summary>
    private async Task FollowAsync(RoomPart part)
    {
        var (name, at) = (part.Room.Name, time.GetTimestamp());
        try
        {
            while (true)
            {
                await Task.Delay(ChangeInterval, time, _stop.Token).ConfigureAwait(false);
                if (!IsPart(part)) return;
                if (!part.HasChanged && time.GetElapsedTime(at) < RenewInterval) continue;
                at = time.GetTimestamp();
                if (!part.IsEmpty) part.EmptySince = at;
                if (time.GetElapsedTime(part.EmptySince) > EmptyLifetime)
                {
                    Close(part);
                    return;
                }

                try
                {
                    await RenewAsync(part).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
                {
                    ServingLog.NotRenewed(logger, name, part.Owner?.Node ?? "", e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task RenewAsync(RoomPart part)
    {
        var offer = Offer(part);
        if (await node.Value.JoinAsync(part.Room.Name, offer, _stop.Token).ConfigureAwait(false) is not { } answer)
        {
            Close(part);
            return;
        }

        if (Take(part, answer)) return;

        // The first answer tells the owner's process, which our invitation needs.
        if (await node.Value.JoinAsync(part.Room.Name, Offer(part), _stop.Token).ConfigureAwait(false) is { } second) Take(part, second);
    }

    private SpanOffer Offer(RoomPart part)
    {
        lock (_lock)
        {
            if (part.Owner is not { } owner) return new SpanOffer(node.Value.Name, endpoint.Run, 0, 0, null, []);
            var (members, version) = owner.GetMembers();
            part.OfferedVersion = version;
            return new SpanOffer(node.Value.Name, endpoint.Run, owner.Epoch, owner.Handle, owner.Invitation, members);
        }
    }

    /// <summary>Takes the owner's answer.</summary>
    /// <returns>Whether the owner is the one to whom the offer was made.</returns>
    private bool Take(RoomPart part, SpanAnswer answer)
    {
        lock (_lock)
        {
            if (!IsPart(part)) return true;
            var (place, isKnown) = (answer.Place, true);
            if (part.Owner is { } old && (old.Node != place.Node || old.Epoch != place.Epoch || old.Run != answer.Run))
            {
                if (place.Epoch < old.Epoch) return true; // an owner that is not any more
                Unlink(part);
            }

            if (part.Owner is not { } owner)
            {
                part.Owner = owner = new SpanLink(endpoint, part.Room, place.Node, answer.Run, place.Epoch);
                ServingLog.Linked(logger, place.Room, place.Node, place.Epoch);
                isKnown = false;
            }

            owner.Send(answer.Invitation, answer.Handle);
            owner.SetMembers(answer.Members);
            part.TakenVersion = answer.Version;
            return isKnown;
        }
    }

    private bool IsPart(RoomPart part)
    {
        lock (_lock) return _parts.GetValueOrDefault(part.Room.Name) == part;
    }

    private void Close(RoomPart part)
    {
        lock (_lock)
        {
            if (!IsPart(part)) return;
            _parts.Remove(part.Room.Name);
            Unlink(part);
        }

        rooms.Close(part.Room);
        _ = sessions.EndAsync(part.Room.Name);
    }

    private void Unlink(RoomPart part)
    {
        if (part.Owner is not { } owner) return;
        part.Owner = null;
        Close(owner, part.Room.Name);
    }

    private void Close(SpanLink link, string room)
    {
        link.Close();
        ServingLog.Unlinked(logger, room, link.Node);
    }
}

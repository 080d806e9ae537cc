using System.Globalization;
using Continuo.Cluster.Placement;

namespace Continuo.Cluster.Planning;

/// <summary>
/// A day of a cluster in virtual time: users come and go, nodes report, fail, freeze, are drained and return, a zone is lost. Rooms are
/// placed by the same <see cref="NodeChoice"/> as in a real cluster, and leave full nodes by the same <see cref="Relief"/>, from reports
/// that are up to a second old. The same seed gives the same day. One thread.
/// </summary>
internal sealed class ClusterSimulation
{
    /// <summary>
    /// Longest time that a room may be without an owner while someone asks for it, in seconds: as long as a node waits for the cluster.
    /// </summary>
    public const double LongestWithoutOwner = 6;

    private const double Day = 86_400;
    private const double RestartSeconds = 30; // of a drained node
    private const double KnownSeconds = 1.1; // after which all have heard of a drain
    private const double LossSeconds = 1_800; // of a zone
    private const double AfterLossSeconds = 600;

    private readonly ClusterPlan _plan;
    private readonly Random _random;
    private readonly PlannedNode[] _nodes;
    private readonly string[] _zones;
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly List<double> _recovery = [];
    private readonly List<double> _balance = [];
    private readonly List<string> _broken = [];
    private readonly HashSet<PlannedRoom> _lost = [];
    private NodeReport[] _table = []; // as the nodes have it
    private double _now;
    private long _order, _rooms, _joins, _refused, _moved, _reopened, _late, _relieved;
    private long _nearUsers, _countedUsers;
    private int _failures, _users, _mostUsers;
    private double _taken, _mostTaken, _mostAfterLoss;
    private long _measured;

    public ClusterSimulation(ClusterPlan plan)
    {
        (_plan, _random) = (plan, new Random(plan.Seed));
        _zones = [.. Enumerable.Range(0, plan.Zones).Select(static z => string.Create(CultureInfo.InvariantCulture, $"zone-{z}"))];
        _nodes = [.. Enumerable.Range(0, plan.Nodes).Select(n => new PlannedNode(n, _zones[n % plan.Zones]))];
    }

    /// <summary>Runs the day.</summary>
    public PlanReport Run()
    {
        var end = _plan.Duration.TotalSeconds;
        Report();
        for (var z = 0; z < _zones.Length; z++) NextRoom(z);
        foreach (var node in _nodes)
        {
            NextFailure(node);
            for (var i = 0; i < _plan.Upgrades; i++)
            {
                At((i + ((double)node.Number / _nodes.Length)) * end / _plan.Upgrades, () => Drain(node));
            }
        }

        if (_plan.ZoneLoss is { } loss) At(loss.TotalSeconds, LoseZone);
        At(1, EverySecond);
        while (_events.TryPeek(out _, out var next) && next.At <= end)
        {
            _now = next.At;
            _events.Dequeue()();
        }

        _recovery.Sort();
        _balance.Sort();
        return new PlanReport
        {
            Rooms = _rooms,
            Joins = _joins,
            Refused = _refused,
            Moved = _moved,
            Relieved = _relieved,
            Reopened = _reopened,
            Failures = _failures,
            MostUsers = _mostUsers,
            MeanTaken = _taken / Math.Max(_measured, 1),
            Balance = Percentile(_balance, 0.5),
            BalanceAtWorst = Percentile(_balance, 0.99),
            MostTaken = _mostTaken,
            MostTakenAfterLoss = _mostAfterLoss,
            LateNodeSeconds = _late,
            Recovery = (Percentile(_recovery, 0.5), Percentile(_recovery, 0.99), Percentile(_recovery, 1)),
            Near = (double)_nearUsers / Math.Max(_countedUsers, 1),
            Broken = _broken,
        };
    }

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];

    private bool IsAfterLoss => _plan.ZoneLoss is { } loss && _now >= loss.TotalSeconds && _now < loss.TotalSeconds + AfterLossSeconds;

    private void At(double at, Action happens) => _events.Enqueue(happens, (Math.Max(at, _now), _order++));

    private void In(double seconds, Action happens) => At(_now + seconds, happens);

    private double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    /// <summary>Rooms are opened at the rate of the zone's time of day: most in its evening, a fifth of that at night.</summary>
    private void NextRoom(int zone)
    {
        var usersPerRoom = MeanRoom();
        var rate = (double)_plan.Users / _plan.Zones / usersPerRoom / _plan.Stay.TotalSeconds; // rooms per second, averaged over the day
        const double swing = 2.0 / 3;
        var most = rate * (1 + swing);
        In(Exponential(1 / most), () =>
        {
            var daily = rate * (1 + (swing * Math.Sin(2 * Math.PI * ((_now / Day) + ((double)zone / _zones.Length)))));
            if (_random.NextDouble() * most < daily) OpenRoom(zone); // thinning (Lewis and Shedler, 1979)
            NextRoom(zone);
        });
    }

    /// <summary>Participants of a room: more than n with probability 1/n (Zipf's law).</summary>
    private int RoomSize() => Math.Min((int)(1 / (1 - _random.NextDouble())), _plan.LargestRoom);

    private double MeanRoom() => 1 + Enumerable.Range(2, _plan.LargestRoom - 1).Sum(static n => 1.0 / n);

    private void OpenRoom(int zone)
    {
        var room = new PlannedRoom(_zones[zone]);
        _rooms++;
        var size = RoomSize();
        Join(room);
        for (var i = 1; i < size; i++) In(Exponential(180), () => Join(room)); // most come within minutes
    }

    private void Join(PlannedRoom room)
    {
        _joins++;
        if (room.Owner is null && !Open(room))
        {
            _refused++;
            return;
        }

        var isNear = _random.NextDouble() >= _plan.Strangers;
        _users++;
        _mostUsers = Math.Max(_mostUsers, _users);
        room.Users++;
        if (isNear) room.NearUsers++;
        room.Owner!.Users++;
        In(Exponential(_plan.Stay.TotalSeconds), () => Leave(room, isNear));
    }

    private void Leave(PlannedRoom room, bool wasNear)
    {
        _users--;
        room.Users--;
        if (wasNear) room.NearUsers--;
        if (room.Owner is { } owner) owner.Users--;
        if (room.Users > 0) return;
        room.Owner?.Rooms.Remove(room);
        room.Owner = null;
        room.LostAt = double.NaN;
        _lost.Remove(room); // no one asks for it
    }

    /// <summary>Gives a room to a node, as the director of placement does.</summary>
    private bool Open(PlannedRoom room)
    {
        var chosen = NodeChoice.Choose(_table, room.Zone, _random);
        if (chosen is not null && !Find(chosen).IsMember)
        {
            // The table is older than the membership, which the director knows, too.
            chosen = NodeChoice.Choose([.. _table.Where(n => Find(n).IsMember)], room.Zone, _random);
        }

        if (chosen is null) return false;
        Take(room, Find(chosen));
        return true;
    }

    private PlannedNode Find(NodeReport report) => _nodes[int.Parse(report.Name.AsSpan(1), CultureInfo.InvariantCulture)];

    private void Take(PlannedRoom room, PlannedNode node)
    {
        if (room.Owner is not null) _broken.Add($"a room got a second owner at {_now:F1} s");
        room.Owner = node;
        node.Rooms.Add(room);
        node.Users += room.Users;
        if (node.State == NodeState.Up) Found(room);
        else Lose(room); // no one knows yet that it is gone
    }

    private void Found(PlannedRoom room)
    {
        if (!_lost.Remove(room)) return;
        _recovery.Add(_now - room.LostAt);
        room.LostAt = double.NaN;
    }

    private void Lose(PlannedRoom room)
    {
        if (double.IsNaN(room.LostAt)) room.LostAt = _now;
        _lost.Add(room);
    }

    private static void Drop(PlannedRoom room, PlannedNode node)
    {
        node.Rooms.Remove(room);
        node.Users -= room.Users;
        room.Owner = null;
    }

    /// <summary>What the nodes know of each other: each reports once a second, and those that are silent for long disappear.</summary>
    private void Report()
    {
        foreach (var node in _nodes)
        {
            if (node.State == NodeState.Up && node.IsMember) node.MakeReport(_plan);
        }

        _table = [.. _nodes.Where(static n => n.IsMember).Select(static n => n.Report)];
    }

    private void NextFailure(PlannedNode node) => In(Exponential(_plan.BetweenFailures.TotalSeconds), () =>
    {
        if (node.State == NodeState.Up && node.IsMember && !node.IsDraining)
        {
            Fail(node, _random.NextDouble() < _plan.Freezes, _plan.Repair.TotalSeconds);
        }

        NextFailure(node);
    });

    private void LoseZone()
    {
        foreach (var node in _nodes.Where(n => n.Zone == _zones[0] && n.State == NodeState.Up && n.IsMember))
        {
            Fail(node, isFrozen: false, LossSeconds);
        }
    }

    private void Fail(PlannedNode node, bool isFrozen, double seconds)
    {
        _failures++;
        node.State = isFrozen ? NodeState.Frozen : NodeState.Down;
        foreach (var room in node.Rooms) Lose(room);

        // Two silences of 0.5 s and a vote when it is gone; a frozen one keeps its connections, and is found later (docs/cluster.md).
        In(isFrozen ? 1 + (_random.NextDouble() * 3.5) : 0.5 + _random.NextDouble(), () => Declare(node));
        In(seconds, () => Return(node));
    }

    /// <summary>The others declare it dead; the users of its rooms ask for them within a second.</summary>
    private void Declare(PlannedNode node)
    {
        node.IsMember = false;
        foreach (var room in node.Rooms.ToArray())
        {
            // A frozen node believes that it has them still; the cluster does not.
            if (room.Owner == node) room.Owner = null;
            if (room.Users > 0) In(_random.NextDouble(), () => Reopen(room));
        }

        if (node.State != NodeState.Down) return;
        node.Rooms.Clear();
        node.Users = 0;
    }

    private void Reopen(PlannedRoom room)
    {
        if (room.Owner is not null || room.Users == 0) return; // another one of its users was first, or all have left
        if (!Open(room))
        {
            In(0.1, () => Reopen(room));
            return;
        }

        _reopened++;
    }

    private void Return(PlannedNode node)
    {
        // A frozen node finds that it was declared dead before anything else, and ends; its rooms have newer epochs elsewhere.
        node.Rooms.Clear();
        node.Users = 0;
        In(RestartSeconds, () => (node.State, node.IsMember, node.IsDraining) = (NodeState.Up, true, false));
    }

    private void Drain(PlannedNode node)
    {
        if (node.State != NodeState.Up || !node.IsMember) return;
        node.IsDraining = true;
        node.MakeReport(_plan);
        Hand(node, [.. node.Rooms], 0,
            new HandOver(_table.Where(n => n.Name != node.Report.Name), node.Load(_plan), node.Zone, _random), _now + KnownSeconds);
    }

    /// <summary>Hands rooms over one after another, some milliseconds each.</summary>
    private void Hand(PlannedNode node, PlannedRoom[] rooms, int next, HandOver others, double known)
    {
        if (node.State != NodeState.Up) return; // it has failed meanwhile
        while (next < rooms.Length && rooms[next].Owner != node) next++;
        if (next == rooms.Length)
        {
            if (node.Rooms.Count > 0 || _now <= known)
            {
                In(0.1, () => Hand(node, [.. node.Rooms], 0, others, known)); // others may give it rooms until they have heard of it
                return;
            }

            node.IsMember = false;
            foreach (var room in node.Rooms.ToArray()) _broken.Add($"a drained node kept a room of {room.Users} at {_now:F1} s");
            In(RestartSeconds, () => (node.IsMember, node.IsDraining) = (true, false));
            return;
        }

        if (others.Next() is { } target && Find(target) is { IsMember: true, State: NodeState.Up } to)
        {
            Drop(rooms[next], node);
            Take(rooms[next], to);
            _moved++;
            next++;
        }

        In(0.005, () => Hand(node, rooms, next, others, known));
    }

    private void EverySecond()
    {
        Report();
        foreach (var room in _lost)
        {
            if (_now - room.LostAt > LongestWithoutOwner)
            {
                _broken.Add($"a room of {room.Users} has no owner for {_now - room.LostAt:F1} s at {_now:F1} s");
            }
        }

        Relieve();
        Measure();
        if ((long)_now % 60 == 0) MeasureBalance();
        In(1, EverySecond);
    }

    /// <summary>Rooms leave nodes that have become too full.</summary>
    private void Relieve()
    {
        foreach (var node in _nodes)
        {
            if (node is not { State: NodeState.Up, IsMember: true, IsDraining: false }) continue;
            PlannedRoom[] rooms = [];
            if (node.Relief.Next(node.Load(_plan), node.Zone, Loads, _table.Where(n => n.Name != node.Report.Name), _random)
                is not { } leaving)
            {
                continue;
            }

            if (Find(leaving.Target) is not { IsMember: true, State: NodeState.Up } to) continue;
            var room = rooms[int.Parse(leaving.Room, CultureInfo.InvariantCulture)];
            Drop(room, node);
            Take(room, to);
            _relieved++;

            RoomLoad[] Loads()
            {
                rooms = [.. node.Rooms];
                return [.. rooms.Select((r, i) => new RoomLoad(
                    string.Create(CultureInfo.InvariantCulture, $"{i}"), (double)r.Users / Math.Max(node.Users, 1)))];
            }
        }
    }

    private void Measure()
    {
        foreach (var node in _nodes)
        {
            if (node.State != NodeState.Up || !node.IsMember) continue;
            var taken = node.Load(_plan).Taken;
            _taken += taken;
            _measured++;
            if (taken > 1) _late++;
            if (IsAfterLoss) _mostAfterLoss = Math.Max(_mostAfterLoss, taken);
            else _mostTaken = Math.Max(_mostTaken, taken);
        }
    }

    private void MeasureBalance()
    {
        foreach (var zone in _nodes.Where(static n => n.State == NodeState.Up && n.IsMember && !n.IsDraining).GroupBy(static n => n.Zone))
        {
            var loads = zone.Select(n => n.Load(_plan).Taken).ToArray();
            if (loads.Average() is > 0.05 and var mean) _balance.Add(loads.Max() / mean); // with hardly anyone there is nothing to balance
        }

        foreach (var node in _nodes.Where(static n => n.State == NodeState.Up))
        {
            foreach (var room in node.Rooms)
            {
                _countedUsers += room.Users;
                if (room.Zone == node.Zone) _nearUsers += room.NearUsers;
            }
        }

        CheckOwners();
    }

    /// <summary>No room is with two nodes that work and are members.</summary>
    private void CheckOwners()
    {
        var owners = new HashSet<PlannedRoom>();
        foreach (var node in _nodes.Where(static n => n.State == NodeState.Up && n.IsMember))
        {
            foreach (var room in node.Rooms)
            {
                if (!owners.Add(room)) _broken.Add($"a room has two owners at {_now:F1} s");
            }
        }
    }
}

using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// Keeps the lanes of all tracks filled along the latest published plan, in turn, one chunk each. A new plan is read into the lanes that
/// the mix does not hold, and offered when every track has its head start. Has no thread of its own, so that a simulation can drive it.
/// </summary>
/// <param name="transport">Takes the offered lanes.</param>
/// <param name="headStart">Number of frames of every track that must be read before a plan is offered.</param>
internal sealed class TrackReader(Transport transport, long headStart) : IDisposable
{
    private readonly SeqLock<ReadPlan> _wanted = new();
    private readonly List<(PlayerTrack Track, long Epoch)> _leaving = []; // under its own lock
    private ReadPlan _plan = ReadPlan.None;
    private volatile bool _anyLeaving;
    private int _lane;
    private bool _offered;

    /// <summary>Whether the mix must release a lane first.</summary>
    public bool IsWaiting => _wanted.Get().Epoch != _plan.Epoch;

    /// <summary>Publishes a plan. Called by one thread at a time.</summary>
    public void Follow(in ReadPlan plan) => _wanted.Set(plan);

    /// <summary>Frees a track when neither the reading thread nor the mix holds it. Thread-safe.</summary>
    /// <param name="track">Not part of later plans.</param>
    /// <param name="epoch">The first plan without it.</param>
    public void Free(PlayerTrack track, long epoch)
    {
        lock (_leaving) _leaving.Add((track, epoch));
        _anyLeaving = true;
    }

    /// <summary>Reads at most one chunk of every track.</summary>
    /// <returns>Whether there was anything to read.</returns>
    public bool Step()
    {
        var wanted = _wanted.Get();
        if (wanted.Epoch != _plan.Epoch && FindLane()) Begin(wanted);
        if (_anyLeaving) FreeSettled();
        if (_plan.Epoch == 0) return false;
        var (any, ready) = (false, true);
        foreach (var track in _plan.Tracks)
        {
            if (track.Feed is not { } feed) continue;
            any |= feed.Step();
            ready &= feed.IsOver || track.Lane(_lane).Written >= headStart;
        }

        if (!ready || _offered) return any;
        transport.Offer.Make(_plan.Epoch, _lane);
        _offered = true;
        return any;
    }

    /// <summary>Frees the tracks that are waiting to be freed. Must not be called while a thread reads or mixes.</summary>
    public void Dispose()
    {
        foreach (var (track, _) in _leaving) track.Dispose();
        _leaving.Clear();
    }

    /// <summary>
    /// Finds a lane to fill: the current one if the mix has not taken it, otherwise the other one if the mix has released it.
    /// </summary>
    private bool FindLane()
    {
        if (!_offered || transport.Offer.Withdraw()) return true;
        if (transport.Settled < _plan.Epoch) return false;
        _lane = 1 - _lane;
        return true;
    }

    private void Begin(in ReadPlan plan)
    {
        _offered = false;
        _plan = plan;
        foreach (var track in plan.Tracks) track.Feed?.Begin(plan, track.Lane(_lane));
    }

    private void FreeSettled()
    {
        var mixed = transport.Settled;
        lock (_leaving)
        {
            for (var i = _leaving.Count - 1; i >= 0; i--)
            {
                if (_leaving[i].Epoch > Math.Min(mixed, _plan.Epoch)) continue;
                _leaving[i].Track.Dispose();
                _leaving.RemoveAt(i);
            }

            _anyLeaving = _leaving.Count > 0;
        }
    }
}

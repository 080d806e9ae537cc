using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// Keeps the lanes of all tracks filled along the plan that was published last, in turn, a chunk each. A new plan is read into
/// the lanes that the mix does not hold, and offered when every track has its beginning. Has no thread itself, so that a
/// simulation can drive it.
/// </summary>
/// <param name="transport">Who takes what is offered.</param>
/// <param name="headStart">Number of frames of every track make a beginning.</param>
internal sealed class TrackReader(Transport transport, long headStart) : IDisposable
{
    private readonly SeqLock<FeedPlan> _wanted = new();
    private readonly List<(PlayerTrack Track, long Epoch)> _leaving = []; // under its own lock
    private FeedPlan _plan = FeedPlan.None;
    private volatile bool _anyLeaving;
    private int _lane;
    private bool _offered;

    /// <summary>Whether the mix must first let go of a lane.</summary>
    public bool IsWaiting => _wanted.Get().Epoch != _plan.Epoch;

    /// <summary>Publishes a plan. One thread at a time.</summary>
    public void Follow(in FeedPlan plan) => _wanted.Set(plan);

    /// <summary>Frees a track when neither the reading nor the mix holds it any more. Any thread.</summary>
    /// <param name="track">Not in the plans to come.</param>
    /// <param name="epoch">The first plan without it.</param>
    public void Free(PlayerTrack track, long epoch)
    {
        lock (_leaving) _leaving.Add((track, epoch));
        _anyLeaving = true;
    }

    /// <summary>Reads at most a chunk of every track.</summary>
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

    /// <summary>Frees the tracks that were to be freed. Not while anyone reads or mixes.</summary>
    public void Dispose()
    {
        foreach (var (track, _) in _leaving) track.Dispose();
        _leaving.Clear();
    }

    /// <summary>
    /// Finds a lane to fill: the same one if the mix has not taken it, else the other one, if the mix is through with it.
    /// </summary>
    private bool FindLane()
    {
        if (!_offered || transport.Offer.Withdraw()) return true;
        if (transport.Settled < _plan.Epoch) return false;
        _lane = 1 - _lane;
        return true;
    }

    private void Begin(in FeedPlan plan)
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

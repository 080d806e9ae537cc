namespace Continuo.Playing;

/// <summary>
/// Keeps the lanes of all tracks filled along the plan that was published last, in turn, a chunk each. A new plan is read into
/// the lanes that the mix does not hold, and offered when every track has its beginning. Has no thread itself, so that a
/// simulation can drive it.
/// </summary>
/// <param name="transport">Who takes what is offered.</param>
/// <param name="headStart">How many frames of every track make a beginning.</param>
internal sealed class TrackReader(Transport transport, long headStart)
{
    private FeedPlan? _plan;
    private FeedPlan? _wanted;
    private int _lane;
    private bool _offered;

    /// <summary>Whether the mix must first let go of a lane.</summary>
    public bool IsWaiting => Volatile.Read(ref _wanted) is { } wanted && !ReferenceEquals(wanted, _plan);

    /// <summary>Publishes a plan. Any thread.</summary>
    public void Follow(FeedPlan plan) => Volatile.Write(ref _wanted, plan);

    /// <summary>Reads at most a chunk of every track.</summary>
    /// <returns>Whether there was anything to read.</returns>
    public bool Step()
    {
        var wanted = Volatile.Read(ref _wanted);
        if (wanted is not null && !ReferenceEquals(wanted, _plan) && FindLane()) Begin(wanted);
        if (_plan is null) return false;
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

    /// <summary>Finds a lane to fill: the same one if the mix has not taken it, else the other one, if the mix is through with it.</summary>
    private bool FindLane()
    {
        if (!_offered || transport.Offer.Withdraw()) return true;
        if (transport.Settled < _plan!.Epoch) return false;
        _lane = 1 - _lane;
        return true;
    }

    private void Begin(FeedPlan plan)
    {
        _offered = false;
        _plan = plan;
        foreach (var track in plan.Tracks) track.Feed?.Begin(plan, track.Lane(_lane));
    }
}

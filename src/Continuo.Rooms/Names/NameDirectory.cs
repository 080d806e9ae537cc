using Continuo.Clocks;

namespace Continuo.Rooms.Names;

/// <summary>
/// Finds the names of persons in the background. No caller and no audio thread waits for it: what is known is returned at once, the rest is
/// assigned when it arrives. Thread-safe.
/// </summary>
/// <remarks>
/// Everything is bounded: the names kept, the look-ups at a time, and those that wait. A failed look-up is not repeated for
/// <see cref="NameDirectoryOptions.FailureLifetime"/>. A look-up that never returns keeps its place among the look-ups, so that a source
/// that hangs cannot collect threads.
/// </remarks>
public sealed class NameDirectory : IDisposable
{
    private const int MaxRequests = 256; // for one person

    private readonly INameSource _source;
    private readonly NameDirectoryOptions _options;
    private readonly MonotonicClock _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NameEntry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<NameEntry> _order = new();
    private readonly Queue<NameEntry> _waiting = new();
    private readonly HashSet<NameEntry> _pending = [];
    private readonly CancellationTokenSource _stop = new();
    private int _running;
    private long _lookups, _failures, _hits, _refused;
    private string? _lastFailure;

    /// <summary>Creates a directory.</summary>
    /// <param name="source">Where the names come from.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="Audio.AudioException">An option is out of range.</exception>
    public NameDirectory(INameSource source, NameDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_source, _options) = (source, options ?? new NameDirectoryOptions());
        _options.Validate();
        _clock = _options.Clock;
    }

    /// <summary>Takes a snapshot of the statistics.</summary>
    public NameDirectoryStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new NameDirectoryStatistics
                {
                    Names = _entries.Count,
                    Running = _running,
                    Waiting = _waiting.Count,
                    Lookups = _lookups,
                    Failures = _failures,
                    Hits = _hits,
                    Refused = _refused,
                    LastFailure = _lastFailure,
                };
            }
        }
    }

    /// <summary>Name of a person who has none.</summary>
    public static string Substitute(string memberId) => $"User-{memberId}";

    /// <summary>
    /// Returns the name if it is known. If not, looks it up in the background and calls <paramref name="assign"/>: with the substitute if
    /// the answer takes longer than <see cref="NameDirectoryOptions.FallbackAfter"/> or there is none, and with the name when it arrives.
    /// </summary>
    /// <param name="memberId">Stable id of the person.</param>
    /// <param name="assign">Receives the name, on a pool thread or the thread of <see cref="Advance"/>. Must not block or throw.</param>
    /// <returns>The name, perhaps an old one that is looked up again; <see langword="null"/> if it is not known.</returns>
    public string? Find(string memberId, Action<string> assign)
    {
        ArgumentNullException.ThrowIfNull(assign);
        MemberNames.RequireId(memberId);
        string? known;
        lock (_lock)
        {
            var (now, entry) = (_clock.Now, Touch(memberId));
            known = entry.Name;
            if (!entry.IsPending && now < entry.Expires)
            {
                _hits++;
                known ??= Substitute(memberId); // looked up before, without a result
            }
            else if (Ask(entry))
            {
                entry.Requests.Add(new NameRequest(assign, now + _options.FallbackAfter.Ticks * 100) { HasFallback = known is not null });
            }
            else
            {
                _refused++;
                known ??= Substitute(memberId);
            }
        }

        StartLookups();
        return known;
    }

    /// <summary>Gives substitutes that are due, and gives up look-ups that take too long. A room host calls it every 20 ms.</summary>
    public void Advance()
    {
        var now = _clock.Now;
        List<(NameRequest Request, string Name)> due = [];
        lock (_lock)
        {
            if (_pending.Count == 0) return;
            foreach (var entry in _pending.ToArray())
            {
                if (entry.Lookup > 0 && now >= entry.Deadline)
                {
                    Settle(entry, null, "no answer in time", due);
                    continue;
                }

                foreach (var request in entry.Requests)
                {
                    if (request.HasFallback || now < request.Fallback) continue;
                    request.HasFallback = true;
                    due.Add((request, Substitute(entry.MemberId)));
                }
            }
        }

        foreach (var (request, name) in due) request.Assign(name);
        StartLookups();
    }

    /// <summary>Ends the look-ups. Names are not assigned any more. Idempotent.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_lock)
        {
            _waiting.Clear();
            foreach (var entry in _pending) entry.Requests.Clear();
        }
    }

    private NameEntry Touch(string memberId)
    {
        if (!_entries.TryGetValue(memberId, out var entry))
        {
            Forget();
            entry = new NameEntry(memberId);
            _entries.Add(memberId, entry);
            entry.Place = _order.AddLast(entry);
            return entry;
        }

        _order.Remove(entry.Place!);
        _order.AddLast(entry.Place!);
        return entry;
    }

    private void Forget()
    {
        for (var node = _order.First; node is not null && _entries.Count >= _options.MaxNames;)
        {
            var (entry, next) = (node.Value, node.Next);
            if (!entry.IsPending)
            {
                _entries.Remove(entry.MemberId);
                _order.Remove(node);
            }

            node = next;
        }
    }

    /// <summary>Queues a look-up, unless there is one; returns whether it may be waited for.</summary>
    private bool Ask(NameEntry entry)
    {
        if (entry.IsPending) return entry.Requests.Count < MaxRequests;
        if (_waiting.Count >= _options.MaxWaiting || _stop.IsCancellationRequested) return false;
        (entry.IsPending, entry.Lookup) = (true, 0);
        _waiting.Enqueue(entry);
        _pending.Add(entry);
        return true;
    }

    private void StartLookups()
    {
        while (true)
        {
            NameEntry? entry;
            long lookup;
            lock (_lock)
            {
                if (_running >= _options.MaxLookups || _stop.IsCancellationRequested || !_waiting.TryDequeue(out entry)) return;
                _running++;
                lookup = entry.Lookup = ++_lookups;
                entry.Deadline = _clock.Now + _options.Timeout.Ticks * 100;
            }

            _ = Task.Run(() => LookUpAsync(entry, lookup));
        }
    }

    private async Task LookUpAsync(NameEntry entry, long lookup)
    {
        string? name = null, failure = null;
        try
        {
            name = await _source.FindNameAsync(entry.MemberId, _stop.Token).ConfigureAwait(false);
            MemberNames.RequireName(name);
            if (string.IsNullOrWhiteSpace(name)) (name, failure) = (null, $"no name for '{entry.MemberId}'");
        }
        catch (Exception e)
        {
            // Boundary of foreign code: whatever it throws is a failed look-up.
            (name, failure) = (null, e.Message);
        }

        List<(NameRequest Request, string Name)> due = [];
        lock (_lock)
        {
            _running--;
            if (_stop.IsCancellationRequested) return;
            if (entry.IsPending && entry.Lookup == lookup) Settle(entry, name, failure, due);
            else if (name is not null) entry.Name = name; // too late for those who asked; the next one profits
        }

        foreach (var (request, assigned) in due) request.Assign(assigned);
        StartLookups();
    }

    private void Settle(NameEntry entry, string? name, string? failure, List<(NameRequest Request, string Name)> due)
    {
        if (failure is not null) (_failures, _lastFailure) = (_failures + 1, failure);
        var isChanged = name is not null && name != entry.Name;
        entry.Name = name ?? entry.Name;
        entry.Expires = _clock.Now + (name is null ? _options.FailureLifetime : _options.Lifetime).Ticks * 100;
        foreach (var request in entry.Requests)
        {
            if (isChanged) due.Add((request, name!));
            else if (!request.HasFallback) due.Add((request, entry.Name ?? Substitute(entry.MemberId)));
        }

        entry.Requests.Clear();
        entry.IsPending = false;
        _pending.Remove(entry);
    }
}

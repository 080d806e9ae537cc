namespace Continuo.Litmus.Model;

/// <summary>The sequence lock, the statistics that a reader publishes under it, and the lease that keeps memory from being freed.</summary>
internal static class StateScenarios
{
    /// <summary>A value of two parts is published twice: it is read as a whole, or not at all.</summary>
    public static Scenario SeqLock(string? without)
    {
        var s = new Scenario("a sequence lock", without);
        var (version, x, y) = (s.Location(), s.Location(), s.Location());
        var writer = s.Thread();
        for (var value = 1; value <= 2; value++)
        {
            writer.Store(version, (2 * value) - 1);
            writer.StoreBarrier("SeqBegin");
            writer.Store(x, value);
            writer.Store(y, value);
            writer.Store(version, 2 * value, "SeqEnd");
        }

        var reader = s.Thread();
        var first = reader.Load(version, "SeqFirst");
        var (a, b) = (reader.Load(x), reader.Load(y));
        reader.LoadBarrier("SeqSecond");
        var second = reader.Load(version);
        s.Verdict = end =>
        {
            var (v, w) = (end.Register(1, first), end.Register(1, second));
            if (v != w || v % 2 != 0) return null;
            return end.Register(1, a) == v / 2 && end.Register(1, b) == v / 2
                ? null
                : $"torn value: {end.Register(1, a)}, {end.Register(1, b)} at version {v}";
        };
        return s;
    }

    /// <summary>A third thread looks at a reader's statistics: the head that it reads after the cursor is never behind it.</summary>
    public static Scenario Counts(string? without)
    {
        var s = new Scenario("statistics seen by a third thread", without);
        var (head, version, cursor) = (s.Location(), s.Location(), s.Location());
        s.Thread().Store(head, 1, "HeadPublished");
        var reader = s.Thread();
        reader.Assume(reader.Load(head, "HeadSeen"), 1);
        reader.Store(version, 1);
        reader.StoreBarrier("SeqBegin");
        reader.Store(cursor, 1);
        reader.Store(version, 2, "SeqEnd");
        var observer = s.Thread();
        var first = observer.Load(version, "SeqFirst");
        var c = observer.Load(cursor);
        observer.LoadBarrier("SeqSecond");
        var second = observer.Load(version);
        var h = observer.Load(head, "HeadSeen");
        s.Verdict = end =>
            end.Register(2, first) == end.Register(2, second) && end.Register(2, first) % 2 == 0 && end.Register(2, h) < end.Register(2, c)
                ? "wrong counts: more read than written" : null;
        return s;
    }

    /// <summary>One thread uses memory that another frees: the use comes wholly before, or not at all.</summary>
    public static Scenario Lease(string? without)
    {
        const int Freed = -99;
        var s = new Scenario("a lease", without);
        var (lease, written, read) = (s.Location(), s.Location(), s.Location());
        var user = s.Thread();
        var taken = user.Change(lease, old => old == 0 ? 1 : old, "LeaseTaken");
        user.StoreIf(taken, 0, written, 7);
        var x = user.Load(read);
        user.StoreIf(taken, 0, lease, 0, "LeaseGiven");
        var closer = s.Thread();
        closer.Assume(closer.Change(lease, old => old == 0 ? 2 : old, "LeaseClosed"), 0); // it goes round until it is free
        closer.Store(written, Freed);
        closer.Store(read, Freed);
        s.Verdict = end =>
        {
            if (end.Memory(written) != Freed) return "freed memory is written";
            return end.Register(0, taken) == 0 && end.Register(0, x) == Freed ? "freed memory is read" : null;
        };
        return s;
    }
}

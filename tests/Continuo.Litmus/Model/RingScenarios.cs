namespace Continuo.Litmus.Model;

/// <summary>
/// The ring of <c>src/Continuo/Rings</c>, one slot of it: a stamp and two samples, which hold chunk 0 at first
/// (every sample of chunk n is n).
/// </summary>
internal static class RingScenarios
{
    /// <summary>A reader of chunk 0 or 1 while the writer writes chunks 1 and 2 into the same slot: a whole chunk, or none.</summary>
    public static Scenario Whole(string? without, int cursor, string published, string seen)
    {
        var s = new Scenario($"a reader of chunk {cursor} is lapped ({published})", without);
        var slot = new Slot(s);
        var head = s.Location(1);
        var writer = s.Thread();
        for (var chunk = 1; chunk <= 2; chunk++) slot.Write(writer, chunk, head, published);
        var reader = s.Thread();
        var h = reader.Load(head, seen);
        var copy = slot.Read(reader);
        s.Verdict = end =>
        {
            // Nothing there, or counted as lost.
            if (end.Register(1, h) <= cursor || end.Register(1, copy.First) != cursor || end.Register(1, copy.Second) != cursor)
            {
                return null;
            }

            return end.Register(1, copy.A) == cursor && end.Register(1, copy.B) == cursor ? null
                : $"torn audio: {end.Register(1, copy.A)}, {end.Register(1, copy.B)} passes as chunk {cursor}";
        };
        return s;
    }

    /// <summary>A reader of chunk 1, which nothing overwrites: once the head is seen, the chunk is read.</summary>
    public static Scenario Exact(string? without, string published, string seen)
    {
        var s = new Scenario($"a reader that is not lapped ({published})", without);
        var slot = new Slot(s);
        var head = s.Location(1);
        slot.Write(s.Thread(), 1, head, published);
        var reader = s.Thread();
        var h = reader.Load(head, seen);
        var copy = slot.Read(reader);
        s.Verdict = end =>
            end.Register(1, h) < 2 || copy.IsChunk(end, 1, 1)
                ? null
                : "wrong counts: a chunk is lost, or torn, that nothing has overwritten";
        return s;
    }

    /// <summary>A writer that keeps a distance overwrites chunk 0 after the reader has said that it has passed: nothing is lost.</summary>
    public static Scenario Paced(string? without, string done, string seen)
    {
        var s = new Scenario($"a writer that keeps a distance ({done})", without);
        var slot = new Slot(s);
        var (head, cursor) = (s.Location(1), s.Location());
        var writer = s.Thread();
        writer.Assume(writer.Load(cursor, seen), 1);
        slot.Write(writer, 1, head, "HeadPublished");
        var reader = s.Thread();
        var copy = slot.Read(reader);
        reader.Store(cursor, 1, done);
        s.Verdict = end => copy.IsChunk(end, 1, 0) ? null : "wrong counts: a chunk is lost though the writer was to wait for it";
        return s;
    }

    /// <summary>The end is seen: then the last head is seen as well.</summary>
    public static Scenario End(string? without, string published, string set, string headSeen, string endSeen)
    {
        var s = new Scenario($"the end ({set})", without);
        var (head, over) = (s.Location(), s.Location());
        var writer = s.Thread();
        writer.Store(head, 1, published);
        writer.Store(over, 1, set);
        var reader = s.Thread();
        var o = reader.Load(over, endSeen);
        var h = reader.Load(head, headSeen);
        s.Verdict = end =>
            end.Register(1, o) == 1 && end.Register(1, h) == 0
                ? "wrong counts: the end is told before the last chunk"
                : null;
        return s;
    }

    /// <summary>The end of a ring of another process, which one reader passes on to another.</summary>
    public static Scenario EndPassedOn(string? without)
    {
        var s = new Scenario("the end, passed on", without);
        var (head, closed, over) = (s.Location(), s.Location(), s.Location());
        var writer = s.Thread();
        writer.Store(head, 1, "SharedHeadPublished");
        writer.Store(closed, 1, "SharedClosedSet");
        var first = s.Thread();
        first.StoreIf(first.Load(closed, "SharedClosedSeen"), 1, over, 1, "OverNoted");
        var second = s.Thread();
        var o = second.Load(over, "OverSeen");
        var h = second.Load(head, "SharedHeadSeen");
        s.Verdict = end =>
            end.Register(2, o) == 1 && end.Register(2, h) == 0
                ? "wrong counts: the end is told before the last chunk"
                : null;
        return s;
    }

    /// <summary>Two readers raise the head that their process has seen: it never goes back.</summary>
    public static Scenario Raised(string? without)
    {
        var s = new Scenario("two readers have seen heads", without);
        var head = s.Location();
        for (var reader = 1; reader <= 2; reader++)
        {
            var seen = reader;
            s.Thread().Change(head, old => Math.Max(old, seen), "HeadRaised");
        }

        s.Verdict = end => end.Memory(head) == 2 ? null : "wrong counts: the head goes back";
        return s;
    }

    private sealed class Slot(Scenario scenario)
    {
        private readonly int _stamp = scenario.Location();
        private readonly int _a = scenario.Location();
        private readonly int _b = scenario.Location();

        public void Write(ThreadProgram writer, int chunk, int head, string published)
        {
            writer.Store(_stamp, -1);
            writer.StoreBarrier("WriteBegun");
            writer.Store(_a, chunk);
            writer.Store(_b, chunk);
            writer.Store(_stamp, chunk);
            writer.Store(head, chunk + 1, published);
        }

        public Copy Read(ThreadProgram reader)
        {
            var first = reader.Load(_stamp);
            var (a, b) = (reader.Load(_a), reader.Load(_b));
            reader.LoadBarrier("CopyDone");
            return new Copy(first, a, b, reader.Load(_stamp));
        }
    }

    private readonly record struct Copy(int First, int A, int B, int Second)
    {
        public bool IsChunk(Outcome end, int thread, int chunk) =>
            end.Register(thread, First) == chunk && end.Register(thread, A) == chunk && end.Register(thread, B) == chunk
                && end.Register(thread, Second) == chunk;
    }
}

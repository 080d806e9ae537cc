namespace Continuo.Mutation;

/// <summary>Chooses which mutants are planted.</summary>
internal static class Sample
{
    /// <summary>
    /// As many mutants as asked, chosen at random by the seed from all places alike, no two at one place; and besides all that remove a release.
    /// </summary>
    public static List<Mutant> Choose(IEnumerable<Mutant> all, int count, int seed)
    {
        // The order depends on what a mutant is, not on where it stands: an edit elsewhere leaves the sample as it was.
        var inOrder = all.OrderBy(m => Hash(m.Key, seed)).ThenBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Span.Start).ToArray();
        var taken = new HashSet<(string, int, int)>();
        var releases = inOrder.Where(m => m.RemovesRelease).Where(IsFree).ToArray();
        // Mixed, so that what is left when the time is over is a fair sample too.
        return [.. releases.Concat(inOrder.Where(IsFree).Take(count)).OrderBy(m => Hash(m.Key, ~seed)).ThenBy(m => m.File,
            StringComparer.Ordinal).ThenBy(m => m.Span.Start)];

        bool IsFree(Mutant mutant) => taken.Add((mutant.File, mutant.Span.Start, mutant.Span.Length));
    }

    // FNV-1a: the same in every process.
    private static uint Hash(string text, int seed)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var c in text) hash = (hash ^ c) * 16777619;
        return hash ^ (hash >> 15);
    }
}

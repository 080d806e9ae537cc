namespace Continuo.Mutation;

/// <summary>Chooses which mutants are planted.</summary>
internal static class Sample
{
    /// <summary>
    /// As many mutants of each folder as asked, chosen at random by the seed, no two at one place; and besides all that remove a release.
    /// </summary>
    public static List<Mutant> Choose(IEnumerable<Mutant> all, int perFolder, int seed)
    {
        var sample = new List<Mutant>();
        foreach (var folder in all.GroupBy(m => m.Folder))
        {
            // The order depends on what a mutant is, not on where it stands: an edit elsewhere leaves the sample as it was.
            var inOrder = folder.OrderBy(m => Hash(m.Key, seed)).ThenBy(m => m.Span.Start).ToArray();
            var taken = new HashSet<(string, int, int)>();
            foreach (var mutant in inOrder.Where(m => m.RemovesRelease)) Take(mutant);
            var wanted = sample.Count(m => m.Folder == folder.Key) + perFolder;
            foreach (var mutant in inOrder)
            {
                if (sample.Count(m => m.Folder == folder.Key) >= wanted) break;
                Take(mutant);
            }

            void Take(Mutant mutant)
            {
                if (taken.Add((mutant.File, mutant.Span.Start, mutant.Span.Length))) sample.Add(mutant);
            }
        }

        // Mixed, so that what is left when the time is over is a fair sample too.
        return [.. sample.OrderBy(m => Hash(m.Key, ~seed)).ThenBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Span.Start)];
    }

    // FNV-1a: the same in every process.
    private static uint Hash(string text, int seed)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var c in text) hash = (hash ^ c) * 16777619;
        return hash ^ (hash >> 15);
    }
}

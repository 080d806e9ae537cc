namespace Continuo.Audio;

/// <summary>Suggestions for mistyped words. Thread-safe.</summary>
internal static class Suggestions
{
    /// <summary>
    /// Returns the candidate most similar to a word, or <see langword="null"/> if none is similar. Similar are one or two wrong, missing,
    /// extra or swapped letters, and a prefix.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var allowed = word.Length <= 4 ? 1 : word.Length <= 7 ? 2 : 3;
        var (best, distance) = ((string?)null, allowed + 1);
        foreach (var candidate in candidates)
        {
            var found = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (found < distance && found < candidate.Length) (best, distance) = (candidate, found);
        }

        return best ?? (word.Length >= 3 ? candidates.FirstOrDefault(c => c.StartsWith(word, StringComparison.OrdinalIgnoreCase)) : null);
    }

    /// <summary>
    /// Returns the text of a suggestion, for example <c>; did you mean '--duration'</c>; empty if no candidate is similar.
    /// </summary>
    public static string Words(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'" : "";

    // Damerau–Levenshtein distance: insertions, deletions, substitutions and transpositions of adjacent letters.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}

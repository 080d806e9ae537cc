using System.Globalization;

namespace Continuo.Scenarios;

/// <summary>
/// What each thread of a process has cost so far, as the kernel counts it: nanoseconds on a processor, and how often it went to sleep.
/// </summary>
internal sealed class ThreadCosts
{
    private readonly Dictionary<int, (string Name, long Nanoseconds, long Sleeps)> _threads = [];

    private ThreadCosts()
    {
    }

    /// <summary>The costs of a process until now.</summary>
    public static ThreadCosts Of(int process)
    {
        var costs = new ThreadCosts();
        foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var time = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0];
                var sleeps = File.ReadLines(Path.Combine(task, "status"))
                    .Single(l => l.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal)).Split(':')[1];
                var name = File.ReadAllText(Path.Combine(task, "comm")).Trim();
                costs._threads[int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture)] =
                    (name, long.Parse(time, CultureInfo.InvariantCulture), long.Parse(sleeps, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return costs;
    }

    /// <summary>What has been spent since then, by the threads that are still there, the most expensive first. A thread that has ended has
    /// taken its costs with it.</summary>
    public IEnumerable<(string Name, long Nanoseconds, long Sleeps)> Since(ThreadCosts before) => _threads
        .Select(t => before._threads.TryGetValue(t.Key, out var then)
            ? (t.Value.Name, t.Value.Nanoseconds - then.Nanoseconds, t.Value.Sleeps - then.Sleeps) : t.Value)
        .OrderByDescending(t => t.Item2);
}

using System.Collections.Concurrent;
using Continuo.Rooms.Names;

namespace Continuo.Rooms.Tests.Names;

/// <summary>A directory that answers when the test says so.</summary>
internal sealed class ScriptedSource : INameSource
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> _asked = new();
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Makes every look-up fail or block at once.</summary>
    public Func<string, Task<string?>>? Instead { get; set; }

    public Task<string?> FindNameAsync(string memberId, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        return Instead?.Invoke(memberId) ?? Of(memberId).Task;
    }

    public void Answer(string memberId, string? name) => Of(memberId).TrySetResult(name);

    private TaskCompletionSource<string?> Of(string id) =>
        _asked.GetOrAdd(id, _ => new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));
}

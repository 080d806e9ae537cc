using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>Counts connections by the reason for which they ended. One thread writes; thread-safe to read.</summary>
internal sealed class IpcFaultCounters
{
    private readonly long[] _counts = new long[IpcFaults.Count];

    public long this[IpcFault fault] => Volatile.Read(ref _counts[(int)fault]);

    public void Count(IpcFault fault) => Volatile.Write(ref _counts[(int)fault], _counts[(int)fault] + 1);

    /// <summary>The counts of peers' faults, by description.</summary>
    public IReadOnlyDictionary<string, long> ToDictionary()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var fault = (IpcFault)1; (int)fault < IpcFaults.Count; fault++)
        {
            if (IpcFaults.IsFault(fault) && this[fault] > 0) counts[IpcFaults.Describe(fault)] = this[fault];
        }

        return counts;
    }
}

using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>How often connections ended for which reason. One thread counts; any may look.</summary>
internal sealed class IpcFaultCounts
{
    private readonly long[] _counts = new long[IpcFaults.Count];

    public long this[IpcFault fault] => Volatile.Read(ref _counts[(int)fault]);

    public void Count(IpcFault fault) => Volatile.Write(ref _counts[(int)fault], _counts[(int)fault] + 1);

    /// <summary>Those that were a peer's fault, in words, with their counts.</summary>
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

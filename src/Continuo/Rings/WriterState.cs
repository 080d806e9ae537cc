using System.Runtime.InteropServices;

namespace Continuo.Rings;

/// <summary>
/// State of a ring's writer in managed memory, which stays readable after the ring's own memory has been freed. Readers in this process
/// read only this state; the copy in shared memory is for other processes.
/// </summary>
/// <remarks>
/// Three groups, two cache lines apart, because processors fetch lines in pairs: the head, which readers poll; the lease, which only the
/// writer touches with every chunk; the end, which is written once.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal sealed class WriterState
{
    /// <summary>Number of chunks written. For a ring of another process: the latest head that a reader in this process has seen.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>Held while a chunk is written.</summary>
    [FieldOffset(256)]
    public UseLease Lease;

    /// <summary>Whether the writer has ended, or its process has died.</summary>
    [FieldOffset(384)]
    public bool Over;
}

using System.Runtime.InteropServices;

namespace Continuo.Rings;

/// <summary>
/// The state of a ring's writer in managed memory, which may be looked at after the ring's own memory has been freed. Readers in this
/// process look at nothing else to learn what has been written; only other processes need the copy in shared memory.
/// </summary>
/// <remarks>
/// Three groups, two cache lines apart, because processors fetch lines in pairs: the head, which readers poll; the lease, which the writer
/// alone touches with every chunk; the end, which is stored once.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal sealed class WriterState
{
    /// <summary>Number of chunks written. Of a ring that another process writes: the latest head that a reader here has seen.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>Held while a chunk is written.</summary>
    [FieldOffset(256)]
    public UseLease Lease;

    /// <summary>Whether the writer has ended, or its process has died.</summary>
    [FieldOffset(384)]
    public bool Over;
}

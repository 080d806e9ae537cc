using System.Runtime.InteropServices;

namespace Continuo.Rings;

/// <summary>
/// The head of a ring once more, for observers, who may look after the ring's memory has been freed. The writer stores it with
/// every chunk, so it lies two cache lines away from whatever readers look at all the time.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal sealed class HeadMirror
{
    /// <summary>How many chunks have been written. Of a ring that is written elsewhere: the head that a reader saw last.</summary>
    [FieldOffset(128)]
    public long Value;
}

using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// The unmanaged memory of a ring and its layout, private to this process or shared. Freed when the ring and all its readers are closed
/// or unreachable: the ring and each reader hold it, and so does every call from elsewhere that accesses it.
/// </summary>
/// <remarks>
/// Layout, little-endian, the same in every process that maps it:
/// <code>
///    0  magic "CNTR", version, slot count, slot stride (bytes), frames per chunk, channels, sample rate   7 × i32
///   28  process id of the writer, 0 if the memory is not shared                                           i32
///   32  total size in bytes                                                                               i64
///   40  channel layout: the bits of the WAVE mask, 0 if no channel has a speaker                          i32
///  128  head: chunks written; updated only if the memory is shared                                       i64
///  256  event count of the readers: epoch, sleepers                                                      2 × i32
///  384  closed: 1 when the writer has ended; only if the memory is shared                                i32
///  448  event count of the readers that are woken once per batch: epoch, sleepers                        2 × i32
///  512  acknowledged: chunks acknowledged by the reader that paces the writer                             i64
///  640  event count of the writer: epoch, sleepers                                                       2 × i32
///  768  slots, each: stamp i64 · chunk header (ChunkHeader) · samples from +128
/// </code>
/// The values that the writer stores with every chunk (head), that a reader stores with every chunk (acknowledged), that sleepers store
/// (event counts), and that are stored once lie 128 bytes apart: two cache lines, because processors fetch lines in pairs. Values that
/// are accessed only a few times per second may have a neighbour.
/// The sizes are read once, when the memory is opened; later changes by another process have no effect.
/// </remarks>
internal sealed unsafe class RingMemory : SafeHandle
{
    public const int Magic = 0x52544E43; // "CNTR"
    public const int Version = 2;
    public const int SlotHeaderBytes = 128;
    public const int SlotsOffset = 768;
    private const int BytesOffset = 32;
    private const int LayoutOffset = 40;
    private const int HeadOffset = 128;
    private const int EventsOffset = 256;
    private const int ClosedOffset = 384;
    private const int BatchEventsOffset = 448;
    private const int AcknowledgedOffset = 512;
    private const int WriterEventsOffset = 640;

    private readonly SharedMemory? _shared;

    private RingMemory(RingShape shape, SharedMemory? shared)
        : base(0, ownsHandle: true)
    {
        _shared = shared;
        Shape = shape;
        Capacity = shape.Capacity;
        Stride = shape.Stride;
        SetHandle(shared?.Address ?? PrivateMemory.Allocate(shape.Bytes));
    }

    public override bool IsInvalid => handle == 0;

    public RingShape Shape { get; }

    public int Capacity { get; }

    public int Stride { get; }

    /// <summary>The shared memory; <see langword="null"/> if it is private to this process.</summary>
    public SharedMemory? Shared => _shared;

    [RealTime]
    public long* Head => (long*)(handle + HeadOffset);

    [RealTime]
    public int* Events => (int*)(handle + EventsOffset);

    [RealTime]
    public int* BatchEvents => (int*)(handle + BatchEventsOffset);

    [RealTime]
    public int* Closed => (int*)(handle + ClosedOffset);

    [RealTime]
    public long* Acknowledged => (long*)(handle + AcknowledgedOffset);

    [RealTime]
    public int* WriterEvents => (int*)(handle + WriterEventsOffset);

    /// <summary>Number of readers that sleep or are about to. For tests; the caller holds the memory.</summary>
    internal int Sleepers => Events[1] + BatchEvents[1];

    /// <summary>Allocates memory of this process alone.</summary>
    public static RingMemory Allocate(RingShape shape)
    {
        var memory = new RingMemory(shape, null);
        memory.Initialize(0);
        return memory;
    }

    /// <summary>Creates memory that other processes can open.</summary>
    /// <exception cref="AudioException">It cannot be created.</exception>
    public static RingMemory CreateShared(RingShape shape)
    {
        var memory = new RingMemory(shape, SharedMemory.Create("continuo-ring", shape.Bytes));
        memory.Initialize(Environment.ProcessId);
        return memory;
    }

    /// <summary>Opens the memory of a ring that another process writes.</summary>
    /// <exception cref="AudioException">It does not exist, or is not a ring of this version.</exception>
    public static RingMemory OpenShared(string path, long maxBytes)
    {
        var shared = SharedMemory.Open(path, maxBytes);
        try
        {
            return new RingMemory(ShapeOf(shared, path), shared);
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    /// <summary>Holds the memory until <see cref="SafeHandle.DangerousRelease"/>. Thread-safe.</summary>
    /// <returns>False if it has been freed.</returns>
    public bool TryHold()
    {
        var held = false;
        try
        {
            if (!IsClosed) DangerousAddRef(ref held);
        }
        catch (ObjectDisposedException)
        {
            // Freed between the two calls: the same result as before them.
        }

        return held;
    }

    [RealTime]
    public long* StampOf(long sequence) => (long*)(handle + SlotsOffset + (nint)(sequence % Capacity) * Stride);

    /// <summary>
    /// Copies header and samples of chunk <paramref name="sequence"/>, which must lie before a head that was read; <see langword="false"/>
    /// if the slot holds another chunk, or was overwritten during the copy.
    /// </summary>
    /// <param name="sequence">Sequence of the chunk.</param>
    /// <param name="destination">Room for a whole chunk; empty to read only the header.</param>
    /// <param name="header">The chunk's header.</param>
    [RealTime]
    public bool TryCopy(long sequence, Span<float> destination, out ChunkHeader header)
    {
        var stamp = StampOf(sequence);
        header = default;
        if (*stamp != sequence) return false; // overwritten already; ordered by the earlier read of the head

        // Safety: the slot holds ChunkFrames frames after its header, and the clamp keeps a header that is being overwritten from reaching
        // further. The copy is discarded unless the stamp is still the same.
        header = *(ChunkHeader*)(stamp + 1);
        header.Frames = Math.Clamp(header.Frames, 0, Shape.ChunkFrames);
        if (destination.Length > 0)
        {
            new ReadOnlySpan<float>((byte*)stamp + SlotHeaderBytes, header.Frames * Shape.Format.Channels).CopyTo(destination);
        }

        Volatile.ReadBarrier(); // Fence: CopyDone: every sample is loaded before the stamp is read again
        return *stamp == sequence;
    }

    protected override bool ReleaseHandle()
    {
        if (_shared is not null) _shared.Dispose();
        else PrivateMemory.Free(handle, Shape.Bytes);
        return true;
    }

    private static RingShape ShapeOf(SharedMemory shared, string path)
    {
        if (shared.Bytes < SlotsOffset) throw SharedMemory.Bad(path, "it is too short for a ring");

        // Copied before it is checked: another process may change it at any time.
        var words = stackalloc int[7];
        new ReadOnlySpan<int>((int*)shared.Address, 7).CopyTo(new Span<int>(words, 7));
        var bytes = *(long*)(shared.Address + BytesOffset);
        var mask = *(uint*)(shared.Address + LayoutOffset);
        if (words[0] != Magic) throw SharedMemory.Bad(path, "it is not a ring");
        if (words[1] != Version) throw SharedMemory.Bad(path, $"it is a ring of version {words[1]}, not {Version}");
        var layout = mask == 0 ? ChannelLayout.Unnamed(words[5]) : ChannelLayout.FromMask(mask, words[5]);
        var shape = RingShape.Of(new AudioFormat(words[6], layout), words[4], words[2]);
        if (words[3] != shape.Stride || bytes != shape.Bytes || shared.Bytes != shape.Bytes)
        {
            throw SharedMemory.Bad(path, "its sizes are inconsistent");
        }

        return shape;
    }

    private void Initialize(int writer)
    {
        // Touches every page as well, so that the writer never faults.
        NativeMemory.Clear((void*)handle, (nuint)Shape.Bytes);
        for (long sequence = 0; sequence < Capacity; sequence++) *StampOf(sequence) = -1;
        *(long*)(handle + BytesOffset) = Shape.Bytes;
        *(uint*)(handle + LayoutOffset) = Shape.Format.Layout.Mask;
        var words = (int*)handle;
        words[1] = Version;
        words[2] = Capacity;
        words[3] = Stride;
        words[4] = Shape.ChunkFrames;
        words[5] = Shape.Format.Channels;
        words[6] = Shape.Format.SampleRate;
        words[7] = writer;
        words[0] = Magic; // other threads and processes learn of the memory after this, in a way that orders it
    }
}

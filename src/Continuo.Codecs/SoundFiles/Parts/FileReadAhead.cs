using Continuo.Codecs.SoundFiles.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// Makes the system read a file ahead in pieces of a quarter of a megabyte, each requested in steps. By default the system reads as far as
/// the disk is configured, often megabytes, in one operation that a kernel without preemption does not interrupt: for up to ten
/// milliseconds no audio thread runs on that processor. A piece is large enough for a disk with moving heads; after each step a more urgent
/// thread gets the processor.
/// </summary>
/// <remarks>
/// For a file opened with <see cref="FileOptions.RandomAccess"/>, which disables the system's own read-ahead. Does not allocate; not
/// thread-safe.
/// </remarks>
internal sealed class FileReadAhead(SafeFileHandle descriptor)
{
    internal const int PieceBytes = 256 * 1024;
    private const int StepBytes = 32 * 1024;

    private long _from; // requested from here on

    /// <summary>Offset up to which bytes have been requested.</summary>
    internal long Until { get; private set; }

    /// <summary>Whether pieces can be requested, so that the system's own read-ahead is not needed.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux();

    /// <summary>Records the offset of the next read. Requests the next piece when less than half of one is left.</summary>
    public void Note(long offset)
    {
        if (!IsAvailable || offset < 0) return;
        var isWithin = offset >= _from && offset <= Until;
        if (isWithin && offset + PieceBytes / 2 < Until) return;
        if (!isWithin) _from = Until = offset;
        for (var end = Until + PieceBytes; Until < end; Until += StepBytes)
        {
            _ = FileAdvice.Advise(descriptor, Until, StepBytes, FileAdvice.WillNeed); // if refused, the file is read without read-ahead
        }
    }
}

using Continuo.Codecs.SoundFiles.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// Has the system read a file ahead in pieces of a quarter of a megabyte, each asked for in steps. Left to itself it reads up to what the disk is set to, often
/// megabytes, in one go that a kernel without preemption does not interrupt: up to ten milliseconds in which no audio thread runs on that processor.
/// A piece is large enough for a disk that must move its head to it; after a step whoever is more urgent gets the processor.
/// </summary>
/// <remarks>For a file opened with <see cref="FileOptions.RandomAccess"/>, which ends the system's own reading ahead. Allocates nothing; not thread-safe.</remarks>
internal sealed class ReadAhead(SafeFileHandle descriptor)
{
    internal const int PieceBytes = 256 * 1024;
    private const int StepBytes = 32 * 1024;

    private long _from; // asked for from here on

    /// <summary>Up to which byte has been asked for.</summary>
    internal long Until { get; private set; }

    /// <summary>Whether pieces can be asked for, so that the system's own reading ahead can be done without.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux();

    /// <summary>Tells from which byte on is read next. Asks for the next piece when less than half of one is left.</summary>
    public void Note(long offset)
    {
        if (!IsAvailable || offset < 0) return;
        var isWithin = offset >= _from && offset <= Until;
        if (isWithin && offset + PieceBytes / 2 < Until) return;
        if (!isWithin) _from = Until = offset;
        for (var end = Until + PieceBytes; Until < end; Until += StepBytes)
        {
            _ = FileAdvice.Advise(descriptor, Until, StepBytes, FileAdvice.WillNeed); // refused: it is read when it is read
        }
    }
}

using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>The outcome of one read from a source.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Frames">How many frames were read; 0 unless <see cref="SourceStatus.Data"/>.</param>
/// <param name="CaptureTime">
/// When the first of them was captured, in nanoseconds of the monotonic clock, as exactly as the driver can say; −1 if the source has
/// no clock of its own (files, generators, pipes). With <see cref="SourceStatus.Idle"/>: until when the source is known to have had nothing.
/// </param>
/// <param name="GapFrames">How many frames the driver reports as lost right before these.</param>
/// <param name="GapReason">Why they are lost.</param>
[RealTime]
public readonly record struct SourceRead(
    SourceStatus Status,
    int Frames = 0,
    long CaptureTime = -1,
    long GapFrames = 0,
    GapReason GapReason = GapReason.None)
{
    /// <summary>The source has ended.</summary>
    public static readonly SourceRead End = new(SourceStatus.End);

    /// <summary>Nothing came in time.</summary>
    public static readonly SourceRead Nothing = new(SourceStatus.Nothing);

    /// <summary>The device or server is gone.</summary>
    public static readonly SourceRead Lost = new(SourceStatus.Lost);

    /// <summary>Frames without a capture time of the source's own.</summary>
    public static SourceRead Data(int frames) => new(SourceStatus.Data, frames);

    /// <summary>Frames with their capture time.</summary>
    public static SourceRead Data(int frames, long captureTime) => new(SourceStatus.Data, frames, captureTime);

    /// <summary>Nothing to capture until <paramref name="now"/>.</summary>
    public static SourceRead Idle(long now) => new(SourceStatus.Idle, 0, now);
}

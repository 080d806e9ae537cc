using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>Result of one read from a source.</summary>
/// <param name="Status">Status of the read.</param>
/// <param name="Frames">Number of frames read; 0 unless the status is <see cref="SourceStatus.Data"/>.</param>
/// <param name="CaptureTime">
/// Capture time of the first frame in nanoseconds of the monotonic clock, as exact as the driver reports it; −1 if the source has no
/// clock (files, generators, pipes). With <see cref="SourceStatus.Idle"/>: the time until which there was no audio.
/// </param>
/// <param name="GapFrames">Number of frames that the driver reports as lost immediately before these.</param>
/// <param name="GapReason">Reason for the loss.</param>
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

    /// <summary>No frames arrived before the time-out.</summary>
    public static readonly SourceRead Nothing = new(SourceStatus.Nothing);

    /// <summary>The device or server was lost.</summary>
    public static readonly SourceRead Lost = new(SourceStatus.Lost);

    /// <summary>Creates a result with frames that have no capture time.</summary>
    public static SourceRead Data(int frames) => new(SourceStatus.Data, frames);

    /// <summary>Creates a result with frames and their capture time.</summary>
    public static SourceRead Data(int frames, long captureTime) => new(SourceStatus.Data, frames, captureTime);

    /// <summary>Creates a result without frames: there was nothing to capture until <paramref name="now"/>.</summary>
    public static SourceRead Idle(long now) => new(SourceStatus.Idle, 0, now);
}

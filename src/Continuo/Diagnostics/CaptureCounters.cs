namespace Continuo.Diagnostics;

/// <summary>
/// What the capture thread counts: plain fields with that thread as their one writer. Readers see each figure whole, and each at most
/// one chunk older than the others.
/// </summary>
internal sealed class CaptureCounters
{
    public long Chunks;
    public long Frames;
    public long SilentChunks;
    public long FilledFrames;
    public long Gaps;
    public long GapFrames;
    public long Reads;
    public long ReadsWithAudio;
    public long Reopened;
    public long FailedReopens;
    public long LastArrival;
    public long LastSound;
    public double DriftPpm;

    [RealTime]
    public void CountChunk(int frames, bool silent, long now)
    {
        Frames += frames;
        if (silent) SilentChunks++;
        else LastSound = now;
        Chunks++;
    }
}

namespace Continuo.Diagnostics;

/// <summary>
/// Counters of the capture thread: plain fields written by that thread only. Readers see untorn values, each at most one chunk older than
/// the others.
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

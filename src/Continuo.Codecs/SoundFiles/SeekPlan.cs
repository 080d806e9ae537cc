using Continuo.Codecs.SoundFiles.Interop;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Where to start decoding so that a seek gives exactly the frames that decoding from the beginning gives. Most formats can be entered
/// anywhere. A Vorbis packet needs the one before it, and libsndfile 1.2 miscounts if it starts on the last page of an Ogg file: decoding
/// starts a little earlier, and the surplus is discarded.
/// </summary>
internal readonly struct SeekPlan
{
    private const int PrerollFrames = 2 * 8192; // two of the longest Vorbis packets
    private const int LastPageSeconds = 4;

    private readonly bool _anywhere;
    private readonly long _lastEntry;

    private SeekPlan(bool anywhere, long lastEntry)
    {
        _anywhere = anywhere;
        _lastEntry = lastEntry;
    }

    /// <summary>The plan for a file of <paramref name="frames"/> frames, −1 if unknown.</summary>
    public static SeekPlan For(in SndFile.FileShape shape, long frames) =>
        (shape.Format & SndFile.TypeMask) != SndFile.Ogg || (shape.Format & SndFile.SubtypeMask) == SndFile.Opus
            ? new SeekPlan(true, frames < 0 ? long.MaxValue : Math.Max(0, frames - 1)) // starting at the very end fails in FLAC
            : new SeekPlan(false, Math.Max(0, frames - (LastPageSeconds * (long)shape.SampleRate)));

    /// <summary>The frame at which to start decoding in order to read from <paramref name="frame"/>.</summary>
    public long EntryFor(long frame) => Math.Clamp(_anywhere ? frame : frame - PrerollFrames, 0, _lastEntry);
}

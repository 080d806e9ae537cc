using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Codecs.SoundFiles.Parts;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// The uncompressed samples of a WAV or RF64 file: read directly and converted with vector code, in half the time that libsndfile takes.
/// libsndfile has determined format and length before. Does not allocate after construction; not thread-safe.
/// </summary>
internal sealed class PlainSamples
{
    private const int BufferBytes = 32_768;

    private readonly FileView _view;
    private readonly PcmFormat _pcm;
    private readonly long _begin;
    private readonly byte[] _bytes;

    private PlainSamples(FileView view, PcmFormat pcm, long begin)
    {
        (_view, _pcm, _begin) = (view, pcm, begin);
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(1, BufferBytes / pcm.FrameBytes) * pcm.FrameBytes);
    }

    /// <summary>The samples of a part of a file; <see langword="null"/> if they must be decoded.</summary>
    /// <param name="part">The part; it has a view.</param>
    /// <param name="shape">Format according to libsndfile.</param>
    public static PlainSamples? Of(FilePart part, in SndFile.FileShape shape)
    {
        if (part.DataAt < 0 || (shape.Format & SndFile.TypeMask) is not (SndFile.Wav or SndFile.WavExtensible or SndFile.Rf64)) return null;
        SampleType? type = (shape.Format & SndFile.SubtypeMask) switch
        {
            SndFile.Pcm16 => SampleType.S16,
            SndFile.Pcm24 => SampleType.S24,
            SndFile.Pcm32 => SampleType.S32,
            SndFile.Float => SampleType.F32,
            _ => null,
        };
        return type is { } known
            ? new PlainSamples(part.View!, new PcmFormat(known, new AudioFormat(shape.SampleRate, shape.Channels)), part.DataAt)
            : null;
    }

    /// <summary>Reads frames from a position.</summary>
    /// <param name="frame">The first frame.</param>
    /// <param name="destination">Frames × channels, at most what the file states.</param>
    /// <returns>Number of frames read.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public int Read(long frame, Span<float> destination)
    {
        var done = 0;
        for (var frames = destination.Length / _pcm.Format.Channels; done < frames;)
        {
            var part = Math.Min(frames - done, _bytes.Length / _pcm.FrameBytes);
            var wanted = _bytes.AsSpan(0, part * _pcm.FrameBytes);
            var got = _view.Read(wanted, _begin + ((frame + done) * _pcm.FrameBytes)) / _pcm.FrameBytes;
            SampleConverter.Decode(wanted[..(got * _pcm.FrameBytes)], _pcm.Sample, destination[(done * _pcm.Format.Channels)..]);
            done += got;
            if (got < part) break; // the file has become shorter
        }

        return done;
    }
}

using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// The samples of a WAV or RF64 file that lie in it as they are: read in place and converted with vectors, in half the time that libsndfile
/// takes. What the file is, and how long, libsndfile has said before. Allocates nothing after its beginning; not thread-safe.
/// </summary>
internal sealed class PlainSamples
{
    private const int BufferBytes = 32_768;

    private readonly SafeFileHandle _descriptor;
    private readonly PcmFormat _pcm;
    private readonly long _begin;
    private readonly byte[] _bytes;
    private readonly ReadAhead _readAhead;

    private PlainSamples(SafeFileHandle descriptor, PcmFormat pcm, long begin)
    {
        (_descriptor, _pcm, _begin, _readAhead) = (descriptor, pcm, begin, new ReadAhead(descriptor));
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(1, BufferBytes / pcm.FrameBytes) * pcm.FrameBytes);
    }

    /// <summary>The samples of an opened file; <see langword="null"/> if they must be decoded.</summary>
    /// <param name="descriptor">The file, whose position libsndfile shares.</param>
    /// <param name="file">Opened, nothing read yet.</param>
    /// <param name="shape">What it says.</param>
    public static PlainSamples? Of(SafeFileHandle descriptor, SndFileHandle file, in SndFile.FileShape shape)
    {
        if ((shape.Format & SndFile.TypeMask) is not (SndFile.Wav or SndFile.WavExtensible or SndFile.Rf64)) return null;
        if ((shape.Format & SndFile.EndianMask) == SndFile.BigEndian) return null;
        SampleType? type = (shape.Format & SndFile.SubtypeMask) switch
        {
            SndFile.Pcm16 => SampleType.S16,
            SndFile.Pcm24 => SampleType.S24,
            SndFile.Pcm32 => SampleType.S32,
            SndFile.Float => SampleType.F32,
            _ => null,
        };
        if (type is not { } known || SndFile.Seek(file, 0, 0) != 0) return null;

        // A seek to frame 0 goes to the first sample's byte.
        var begin = SndFile.SeekDescriptor((int)descriptor.DangerousGetHandle(), 0, SndFile.FromHere);
        return begin > 0 ? new PlainSamples(descriptor, new PcmFormat(known, new AudioFormat(shape.SampleRate, shape.Channels)), begin) : null;
    }

    /// <summary>Reads frames from a place on.</summary>
    /// <param name="frame">The first one.</param>
    /// <param name="destination">Frames × channels, no more than the file says it has.</param>
    /// <returns>How many frames were there.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public int Read(long frame, Span<float> destination)
    {
        var done = 0;
        for (var frames = destination.Length / _pcm.Format.Channels; done < frames;)
        {
            var part = Math.Min(frames - done, _bytes.Length / _pcm.FrameBytes);
            var wanted = _bytes.AsSpan(0, part * _pcm.FrameBytes);
            var got = Fill(wanted, _begin + ((frame + done) * _pcm.FrameBytes)) / _pcm.FrameBytes;
            SampleConverter.Decode(wanted[..(got * _pcm.FrameBytes)], _pcm.Sample, destination[(done * _pcm.Format.Channels)..]);
            done += got;
            if (got < part) break; // the file is shorter than it was
        }

        return done;
    }

    private int Fill(Span<byte> bytes, long offset)
    {
        _readAhead.Note(offset);
        var done = 0;
        while (done < bytes.Length)
        {
            var got = RandomAccess.Read(_descriptor, bytes[done..], offset + done);
            if (got == 0) break;
            done += got;
        }

        return done;
    }
}

using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>
/// The beginning of a pipe's data: raw samples, or the header of a WAV file, which then determines the format. Other sound files are
/// refused, because their bytes would be noise as samples.
/// </summary>
internal sealed class PipeHead
{
    private const int MagicBytes = 12;
    private const int MaxPiece = 256;
    private const long LargestKnown = 0x7FFF_0000;
    private const int MostSkipped = 64 << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly byte[] _raw; // samples that were read for detection
    private int _taken;

    private PipeHead(byte[] raw) => _raw = raw;

    /// <summary>Format of the samples, if the pipe carries a WAV file.</summary>
    public PcmFormat? Wav { get; private init; }

    /// <summary>Number of sample bytes in the WAV file; <see cref="long.MaxValue"/> if unknown.</summary>
    public long DataBytes { get; private init; } = long.MaxValue;

    /// <summary>Examines the first bytes. If none arrive within two seconds, later bytes are treated as raw samples.</summary>
    /// <param name="feed">At its beginning.</param>
    /// <param name="clock">Clock of the timeout.</param>
    /// <param name="asked">The address, for error messages.</param>
    /// <param name="frameBytes">Frame size of raw samples.</param>
    /// <exception cref="AudioException">A sound file that cannot be read from a pipe, or a damaged WAV header.</exception>
    public static PipeHead Read(InterruptibleReader feed, MonotonicClock clock, string asked, int frameBytes)
    {
        var magic = new byte[MagicBytes + MaxPiece];
        if (feed.Read(magic.AsSpan(0, MagicBytes), MagicBytes, clock, Timeout) == 0) return new PipeHead([]);
        if ((magic.AsSpan().StartsWith("RIFF"u8) || magic.AsSpan().StartsWith("RF64"u8)) && magic.AsSpan(8).StartsWith("WAVE"u8))
        {
            return ReadWav(feed, clock, asked);
        }

        if (NameOf(magic) is { } name)
        {
            throw new AudioException(AudioErrorCode.Unsupported, asked, $"it is {name}, not raw PCM or WAV",
                "Decode it first: ffmpeg -i … -f wav - | continuo …; or state the format of raw samples: -?format=s16le,48000,2");
        }

        // Completes the frame in which the first bytes end, so that frames stay aligned.
        var rest = (frameBytes - MagicBytes % frameBytes) % frameBytes;
        var more = rest == 0 ? 0 : feed.Read(magic.AsSpan(MagicBytes, rest), rest, clock, Timeout);
        return new PipeHead(magic[..(MagicBytes + more)]);
    }

    /// <summary>Returns whole frames that were read for detection; 0 when there are no more.</summary>
    public int Take(Span<byte> destination, int frameBytes)
    {
        var bytes = Math.Min(destination.Length, _raw.Length - _taken) / frameBytes * frameBytes;
        _raw.AsSpan(_taken, bytes).CopyTo(destination);
        _taken += bytes;
        return bytes;
    }

    private static string? NameOf(ReadOnlySpan<byte> magic) => magic switch
    {
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "an Ogg file",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "a FLAC file",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "an MP3 file",
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', ..] => "an AIFF file",
        [(byte)'c', (byte)'a', (byte)'f', (byte)'f', ..] => "a CAF file",
        [(byte)'.', (byte)'s', (byte)'n', (byte)'d', ..] => "an AU file",
        _ => null,
    };

    private static PipeHead ReadWav(InterruptibleReader feed, MonotonicClock clock, string asked)
    {
        var (piece, large, skipped) = (new byte[MaxPiece], -1L, 0L);
        PcmFormat? pcm = null;
        while (true)
        {
            Fill(piece.AsSpan(0, 8));
            long size = BinaryPrimitives.ReadUInt32LittleEndian(piece.AsSpan(4));
            if (piece.AsSpan().StartsWith("data"u8))
            {
                if (size == uint.MaxValue && large > 0) size = large;
                var isKnown = size is > 0 and < LargestKnown || (size == large && large > 0);
                return new PipeHead([]) { Wav = pcm ?? throw Damaged(), DataBytes = isKnown ? size : long.MaxValue };
            }

            var tag = piece.AsSpan(0, 4).ToArray();
            for (var left = size + (size & 1); left > 0;)
            {
                var part = (int)Math.Min(left, MaxPiece);
                Fill(piece.AsSpan(0, part));
                if (left == size + (size & 1) && tag.AsSpan().SequenceEqual("fmt "u8)) pcm = FormatOf(piece.AsSpan(0, part), asked);
                if (left == size + (size & 1) && tag.AsSpan().SequenceEqual("ds64"u8) && part >= 16)
                {
                    large = BinaryPrimitives.ReadInt64LittleEndian(piece.AsSpan(8));
                }

                left -= part;
                if ((skipped += part) > MostSkipped) throw Damaged();
            }
        }

        void Fill(Span<byte> bytes)
        {
            if (feed.Read(bytes, bytes.Length, clock, Timeout) != bytes.Length) throw Damaged();
        }

        AudioException Damaged() => new(AudioErrorCode.NotAudio, asked, "the WAV header is incomplete", "Check the program that writes it");
    }

    private static PcmFormat FormatOf(ReadOnlySpan<byte> format, string asked)
    {
        if (format.Length < 16)
        {
            throw new AudioException(AudioErrorCode.NotAudio, asked, "the WAV header is damaged", "Check the program that writes it");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(format[4..]));
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        var isExtensible = tag == 0xFFFE && format.Length >= 40;
        if (isExtensible) tag = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        var layout = ChannelLayout.FromMask(isExtensible ? BinaryPrimitives.ReadUInt32LittleEndian(format[20..]) : 0, channels);
        SampleType sample = (tag, bits) switch
        {
            (1, 16) => SampleType.S16,
            (1, 24) => SampleType.S24,
            (1, 32) => SampleType.S32,
            (3, 32) => SampleType.F32,
            _ =>
                throw new AudioException(AudioErrorCode.Unsupported, asked,
                    $"the WAV file's sample format is not supported in a pipe (format {tag}, {bits} bits)",
                    "Convert it: ffmpeg -i … -c:a pcm_f32le -f wav - | continuo …"),
        };
        return new PcmFormat(sample, new AudioFormat(rate, layout));
    }
}

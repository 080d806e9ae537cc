using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Codecs.SoundFiles.Parts;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Reads one part of a file, from any frame on. Reading and seeking do not allocate; they wait for the disk. Not thread-safe.
/// </summary>
internal sealed unsafe class PartReader : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _descriptor;
    private readonly FilePart _part;
    private readonly VirtualFile? _virtual;
    private readonly SndFileHandle _file;
    private readonly SndFile.FileShape _shape;
    private readonly SeekPlan _seekPlan;
    private readonly PlainSamples? _plain;
    private readonly FileReadAhead _readAhead;
    private readonly ChannelOrder _order;
    private string? _damage;

    private PartReader(
        string path,
        SafeFileHandle descriptor,
        FilePart part,
        VirtualFile? virtualFile,
        SndFileHandle file,
        in SndFile.FileShape shape)
    {
        (_path, _descriptor, _part, _virtual, _file, _shape) = (path, descriptor, part, virtualFile, file, shape);
        _readAhead = new FileReadAhead(descriptor);
        _order = OrderOf(part, file, shape.Channels);
        Format = new AudioFormat(shape.SampleRate, _order.Layout);
        Frames = shape.Frames is >= 0 and < SndFile.UnknownFrames ? shape.Frames : -1;
        Kind = NameOf(shape.Format);
        _seekPlan = SeekPlan.For(shape, Frames);
        if (Frames >= 0) _plain = PlainSamples.Of(part, shape);
    }

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format { get; }

    /// <summary>Number of frames of the part, or −1 if unknown.</summary>
    public long Frames { get; }

    /// <summary>Kind of the file, e.g. <c>FLAC, signed 16 bit PCM</c>.</summary>
    public string Kind { get; }

    /// <summary>The next frame to read.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a part of a file that is open.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotAudio"/> or <see cref="AudioErrorCode.Unsupported"/>.</exception>
    public static PartReader Open(string path, SafeFileHandle descriptor, FilePart part)
    {
        SndFile.FileShape shape = default;
        SndFileHandle? file = null;
        var virtualFile = part.View is { } view ? new VirtualFile(view) : null;
        try
        {
            lock (SndFile.Opening)
            {
                file = virtualFile is null ? SndFile.Open(path, descriptor, SndFile.ModeRead, &shape) : virtualFile.Open(&shape);
                if (file.IsInvalid)
                {
                    var reason = Marshal.PtrToStringUTF8((nint)SndFile.OpenErrorText(0)) ?? "";
                    throw NotAudio(path, $"it is not a supported sound file ({reason.TrimEnd('.', ' ', '\n')})");
                }
            }

            if (shape.SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate
                || shape.Channels is < 1 or > AudioFormat.MaxChannels)
            {
                throw new AudioException(
                    AudioErrorCode.Unsupported,
                    path,
                    string.Create(CultureInfo.InvariantCulture, $"its header states {shape.SampleRate} Hz and {shape.Channels} channels"),
                    $"Supported are {AudioFormat.MinSampleRate}…{AudioFormat.MaxSampleRate} Hz and 1…{AudioFormat.MaxChannels} channels");
            }

            return new PartReader(path, descriptor, part, virtualFile, file, shape);
        }
        catch
        {
            file?.Dispose();
            virtualFile?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next frames.</summary>
    /// <param name="destination">Receives frames × channels, interleaved, −1…1.</param>
    /// <returns>Number of frames read: as many as fit unless the end is near; 0 at the end.</returns>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotAudio"/> if the file is damaged or truncated here. Everything that could be decoded was read before.
    /// </exception>
    public int Read(Span<float> destination)
    {
        var wanted = destination.Length / Format.Channels;
        if (wanted == 0) return 0;
        if (_damage is not null) throw Damaged(_damage);
        var frames = _plain is null ? Decode(destination, wanted) : ReadPlain(destination, wanted);
        if (frames == wanted)
        {
            Position += frames;
            return wanted;
        }

        frames = Math.Max(0, frames);
        Position += frames;
        _damage = FindDamage(atEnd: frames == 0);
        if (frames == 0 && _damage is not null) throw Damaged(_damage);
        return (int)frames;
    }

    /// <summary>
    /// Moves to <paramref name="frame"/>, frame-accurate in every kind of file. Decodes up to a few seconds if the format requires it.
    /// </summary>
    /// <param name="frame">From 0 to the part's number of frames.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if there is no such frame; <see cref="AudioErrorCode.NotAudio"/> if it cannot be found
    /// because the file is damaged.
    /// </exception>
    public void Seek(long frame)
    {
        SeekRange.Require(frame, Frames, Format.SampleRate, _path);
        if (frame == Position && _damage is null) return;
        _damage = null;
        if (_plain is not null)
        {
            Position = frame;
            return;
        }

        var from = _seekPlan.EntryFor(frame);
        Position = SndFile.Seek(_file, from, 0);
        if (Position != from)
        {
            _damage = string.Create(CultureInfo.InvariantCulture, $"frame {frame} cannot be found in it");
            throw Damaged(_damage);
        }

        SkipTo(frame);
    }

    /// <summary>Closes the part, not the file.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _virtual?.Dispose();
    }

    private static ChannelOrder OrderOf(FilePart part, SndFileHandle file, int channels)
    {
        if (part.IsVorbisOrder && channels <= 8) return ChannelOrder.Vorbis(channels);
        if (part.Order is { } order && order.Layout.Channels == channels) return order;
        return SpeakerMap.Of(file, channels) ?? ChannelOrder.Of(ChannelLayout.Default(channels));
    }

    private static string NameOf(int format) => $"{PartName(format & SndFile.TypeMask)}, {PartName(format & SndFile.SubtypeMask)}";

    private static string PartName(int part)
    {
        var name = new SndFile.FormatName { Format = part };
        return SndFile.GlobalCommand(0, SndFile.GetFormatInfo, &name, sizeof(SndFile.FormatName)) == 0
            ? Marshal.PtrToStringUTF8((nint)name.Name) ?? "unknown"
            : "unknown";
    }

    private static AudioException NotAudio(string path, string happened) =>
        new(AudioErrorCode.NotAudio, path, happened, "Choose a WAV, FLAC, Ogg, Opus, MP3 or AIFF file");

    private long Decode(Span<float> destination, int frames)
    {
        if (_virtual is null) _readAhead.Note(SndFile.SeekDescriptor((int)_descriptor.DangerousGetHandle(), 0, SndFile.FromHere));
        long read;
        fixed (float* samples = destination)
        {
            // Safety: this many frames lie inside the span.
            read = SndFile.Read(_file, samples, frames);
        }

        if (_virtual?.Failure is { } failure)
        {
            throw new AudioException(AudioErrorCode.InputOutput, _path, failure.Message.TrimEnd('.'), "Check the disk", failure);
        }

        _order.ToLayout(destination[..((int)Math.Max(0, read) * Format.Channels)]);
        return read;
    }

    private long ReadPlain(Span<float> destination, int frames)
    {
        try
        {
            return _plain!.Read(Position, destination[..((int)Math.Min(frames, Frames - Position) * Format.Channels)]);
        }
        catch (IOException e)
        {
            throw new AudioException(AudioErrorCode.InputOutput, _path, e.Message.TrimEnd('.'), "Check the disk", e);
        }
    }

    private void SkipTo(long frame)
    {
        Span<float> skipped = stackalloc float[4096];
        while (Position < frame)
        {
            var frames = (int)Math.Min(frame - Position, skipped.Length / Format.Channels);
            if (Read(skipped[..(frames * Format.Channels)]) == 0) return; // a file of unknown length ends before, and so does the next read
        }
    }

    /// <summary>Why a read was short; <see langword="null"/> if that is the normal end of the file.</summary>
    private string? FindDamage(bool atEnd)
    {
        if (SndFile.Error(_file) != 0 && !EndsInUnfinishedBlock())
        {
            return Marshal.PtrToStringUTF8((nint)SndFile.ErrorText(_file))?.TrimEnd('.', ' ') ?? "it cannot be decoded";
        }

        if (!atEnd) return null;
        if (_part.MissingBytes > 0) return MissingAudio();

        // The length of an MP3 file without an index is a multiple of 1152 frames, including the decoder's delay.
        var tolerance = (_shape.Format & SndFile.TypeMask) == SndFile.Mpeg ? 3 * 1152 : 0;
        var missing = Frames < 0 ? 0 : Frames - Position;
        return missing > tolerance
            ? string.Create(CultureInfo.InvariantCulture, $"{(double)missing / Format.SampleRate:0.###} s of its audio are missing")
            : null;
    }

    /// <summary>A FLAC file whose writer was killed ends within a block and has no length. That is an end, not damage.</summary>
    private bool EndsInUnfinishedBlock() =>
        Frames < 0 && (_shape.Format & SndFile.TypeMask) == SndFile.Flac && _virtual is null
        && SndFile.SeekDescriptor((int)_descriptor.DangerousGetHandle(), 0, SndFile.FromHere) >= RandomAccess.GetLength(_descriptor);

    private string MissingAudio()
    {
        var bytes = (_part.View?.Length ?? RandomAccess.GetLength(_descriptor)) - Math.Max(0, _part.DataAt);
        return Frames <= 0 || bytes <= 0
            ? "all of its audio is missing"
            : string.Create(CultureInfo.InvariantCulture,
                $"{(double)_part.MissingBytes / bytes * Frames / Format.SampleRate:0.###} s of its audio are missing");
    }

    private AudioException Damaged(string reason) => new(
        AudioErrorCode.NotAudio,
        _path,
        string.Create(CultureInfo.InvariantCulture, $"the file is damaged at {(double)Position / Format.SampleRate:0.###} s: {reason}"),
        "The audio before it is valid; get the file again for the rest");
}

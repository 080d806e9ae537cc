using System.Globalization;
using System.Runtime.ExceptionServices;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Codecs.SoundFiles.Parts;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Reads a sound file of any format libsndfile supports (WAV, RF64, FLAC, Ogg Vorbis, Opus, MP3, AIFF…) with random access, to the end of
/// the data even if the header states another length. Chained files are read as one, in the format of the first part. The file is not
/// loaded into memory. Reading and seeking allocate nothing but wait for the disk. Not thread-safe.
/// </summary>
public sealed class SoundFileReader : IDisposable
{
    private readonly SafeFileHandle _descriptor;
    private readonly ChainLink[] _links;
    private readonly string? _left;
    private int _link;
    private ExceptionDispatchInfo? _failure; // reported after the audio before it has been read

    private SoundFileReader(string path, SafeFileHandle descriptor, ChainLink[] links, string? left)
    {
        (Path, _descriptor, _links, _left) = (path, descriptor, links, left);
        Format = links[0].Format;
        Kind = links.Length == 1 ? links[0].Kind : string.Create(CultureInfo.InvariantCulture, $"{links[0].Kind}, {links.Length} parts");
        Frames = Array.TrueForAll(links, l => l.Frames >= 0) ? links.Sum(l => l.Frames) : -1;
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format { get; }

    /// <summary>Length in frames; −1 if unknown, for example a FLAC or Ogg file whose writer was killed.</summary>
    public long Frames { get; }

    /// <summary>Description of the file format, e.g. <c>FLAC, signed 16 bit PCM</c>.</summary>
    public string Kind { get; }

    /// <summary>The next frame that <see cref="Read"/> returns.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a sound file.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/>, <see cref="AudioErrorCode.AccessDenied"/>, <see cref="AudioErrorCode.NotAudio"/> (empty,
    /// unknown or damaged at its start), <see cref="AudioErrorCode.Unsupported"/> (a directory, a pipe, more than 64 channels…),
    /// <see cref="AudioErrorCode.LibraryMissing"/>.
    /// </exception>
    public static SoundFileReader Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        SndFile.Require();
        var descriptor = ReadableFile.Open(path);
        var links = new List<ChainLink>();
        try
        {
            var parts = FileParts.Of(descriptor, path);
            foreach (var part in parts)
            {
                var reader = PartReader.Open(path, descriptor, part);
                links.Add(new ChainLink(reader, links.Count == 0 ? reader.Format : links[0].Format));
            }

            return new SoundFileReader(path, descriptor, [.. links], parts[^1].Left);
        }
        catch (Exception e)
        {
            foreach (var link in links) link.Dispose();
            descriptor.Dispose();
            if (e is IOException) throw new AudioException(AudioErrorCode.InputOutput, path, e.Message.TrimEnd('.'), "Check the disk", e);
            throw;
        }
    }

    /// <summary>Reads the next frames.</summary>
    /// <param name="destination">Receives frames × channels, interleaved, −1…1.</param>
    /// <returns>Number of frames read; fewer than fit only near the end, 0 at the end.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotAudio"/> if the file is damaged or truncated at this position.
    /// Thrown after all decodable audio has been read.</exception>
    public int Read(Span<float> destination)
    {
        var done = 0;
        while (destination.Length >= Format.Channels && _failure is null)
        {
            try
            {
                var frames = _links[_link].Read(destination);
                done += frames;
                destination = destination[(frames * Format.Channels)..];
                if (frames > 0) continue;
                if (_link + 1 < _links.Length) _links[++_link].Seek(0);
                else break;
            }
            catch (AudioException e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        Position += done;
        if (done > 0 || destination.Length < Format.Channels) return done;
        _failure?.Throw();
        return _left is null ? 0 : throw Unread(_left);
    }

    /// <summary>
    /// Sets the next frame to read, frame-exact in every format. May decode up to a few seconds of audio if the format requires it.
    /// </summary>
    /// <param name="frame">Frame number, 0…<see cref="Frames"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if the frame is out of range; <see cref="AudioErrorCode.NotAudio"/> if the file is
    /// too damaged to find the position.
    /// </exception>
    public void Seek(long frame)
    {
        SeekRange.Require(frame, Frames, Format.SampleRate, Path);
        _failure = null;
        var (link, within) = (0, frame);
        while (link + 1 < _links.Length && _links[link].Frames >= 0 && within >= _links[link].Frames) within -= _links[link++].Frames;
        _link = link;
        _links[link].Seek(within);
        Position = frame;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        foreach (var link in _links) link.Dispose();
        _descriptor.Dispose();
    }

    private AudioException Unread(string what) => new(
        AudioErrorCode.NotAudio,
        Path,
        string.Create(CultureInfo.InvariantCulture,
            $"the file is damaged: {what}; {(double)Position / Format.SampleRate:0.###} s have been read"),
        "The audio before it is valid; get the file again for the rest");
}

using System.Globalization;
using System.Runtime.ExceptionServices;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Codecs.SoundFiles.Parts;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Reads a sound file of any kind libsndfile knows (WAV, RF64, FLAC, Ogg Vorbis, Opus, MP3, AIFF…), frame by frame, from any frame on, to
/// the end of what
/// it holds, whatever its header says. What is chained or written one behind another is one sound, in the format of its first part.
/// The whole file is never in memory. Reading and seeking allocate nothing; they wait for the disk. Not thread-safe.
/// </summary>
public sealed class SoundFileReader : IDisposable
{
    private readonly SafeFileHandle _descriptor;
    private readonly ChainLink[] _links;
    private readonly string? _left;
    private int _link;
    private ExceptionDispatchInfo? _failure; // told when what came before it has been read

    private SoundFileReader(string path, SafeFileHandle descriptor, ChainLink[] links, string? left)
    {
        (Path, _descriptor, _links, _left) = (path, descriptor, links, left);
        Format = links[0].Format;
        Kind = links.Length == 1 ? links[0].Kind : string.Create(CultureInfo.InvariantCulture, $"{links[0].Kind}, {links.Length} parts");
        Frames = Array.TrueForAll(links, l => l.Frames >= 0) ? links.Sum(l => l.Frames) : -1;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format { get; }

    /// <summary>Number of frames the file holds, or −1 if it does not say (a FLAC or Ogg file whose writer was killed).</summary>
    public long Frames { get; }

    /// <summary>What kind of file it is, e.g. <c>FLAC, signed 16 bit PCM</c>.</summary>
    public string Kind { get; }

    /// <summary>The frame that <see cref="Read"/> gives next.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a sound file.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/>, <see cref="AudioErrorCode.AccessDenied"/>, <see cref="AudioErrorCode.NotAudio"/> (empty,
    /// unknown or damaged
    /// from its beginning), <see cref="AudioErrorCode.Unsupported"/> (a directory, a pipe, more than 64 channels…),
    /// <see cref="AudioErrorCode.LibraryMissing"/>.
    /// </exception>
    public static SoundFileReader Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        SndFile.Library.Require("reading and writing sound files");
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
    /// <param name="destination">Where they go: frames × channels, interleaved, −1…1.</param>
    /// <returns>Number of were read: as many as fit unless the end is near; 0 at the end.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotAudio"/> if the file is damaged or cut short here, or holds more
    /// that cannot be read. What could be decoded has been read before.</exception>
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
    /// Makes <paramref name="frame"/> the next one to be read, to the frame in every kind of file. Decodes up to a few seconds where the
    /// format needs it.
    /// </summary>
    /// <param name="frame">From 0 up to <see cref="Frames"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if there is no such frame; <see cref="AudioErrorCode.NotAudio"/> if the file is
    /// damaged so that the place cannot be found.
    /// </exception>
    public void Seek(long frame)
    {
        if (frame < 0 || (Frames >= 0 && frame > Frames))
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"frame {frame} of {Path}"),
                "the file has no such place",
                string.Create(CultureInfo.InvariantCulture, $"Choose one from 0 to {(Frames >= 0 ? $"{Frames} ({(double)Frames / Format.SampleRate:0.###} s)" : "its end")}"));
        }

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
        string.Create(CultureInfo.InvariantCulture, $"the file is damaged: {what}; {(double)Position / Format.SampleRate:0.###} s have been read"),
        "What came before is good; get the file anew for the rest");
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>
/// Writes a WAV file that is valid at any time: if the process is killed, the file is readable and lacks at most the last 250 ms.
/// Past 4 GB it becomes RF64. An existing file is replaced only when the new one is finished, see <see cref="AtomicFile"/>. A failed
/// recording keeps the audio written so far; if there is none, no file is left.
/// </summary>
public sealed class WavFileSink : IAudioSink
{
    private readonly string _path;
    private readonly SampleType _sample;
    private readonly bool _dither;
    private readonly long _riffLimit;
    private readonly Func<Stream, Stream> _wrap;
    private readonly Interruption _interruption = new();
    private AtomicFile? _file;
    private InterruptibleStream? _pipe; // if it cannot seek
    private WavWriter? _writer;
    private int _channels = 1;

    /// <summary>Creates a sink. The file is created by <see cref="Open"/>.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="sample">Sample type.</param>
    /// <param name="dither">Whether to add TPDF dither before rounding to 16 or 24 bits.</param>
    public WavFileSink(string path, SampleType sample = SampleType.F32, bool dither = false)
        : this(path, sample, dither, WavHeader.RiffLimit, static s => s)
    {
    }

    internal WavFileSink(string path, SampleType sample, bool dither, long riffLimit, Func<Stream, Stream> wrap)
    {
        _path = path;
        _sample = sample;
        _dither = dither;
        _riffLimit = riffLimit;
        _wrap = wrap;
    }

    /// <inheritdoc/>
    public string Description => $"{_path} (WAV, {_sample.ToString().ToLowerInvariant()})";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public bool PrefersBatches => _file is { IsInPlace: false };

    /// <summary>Creates the sink for a <c>file:</c> address that ends in <c>.wav</c>; options: <c>sample=s16</c>, <c>dither</c>.</summary>
    /// <exception cref="AudioException">An option is invalid, or the file has another extension.</exception>
    public static WavFileSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        if (!address.Target.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            var extension = Path.GetExtension(address.Target);
            var kind = extension.Length == 0 ? "a file without an extension" : $"'{extension}'";
            throw new AudioException(AudioErrorCode.Unsupported, address.Text, $"{kind} cannot be written here",
                "Use .wav; the package Continuo.Codecs adds other formats");
        }

        address.AllowOptions("sample", "dither");
        var sample = address.Option("sample") is { } text ? PcmFormat.ParseSample(text) : request.Sample ?? SampleType.F32;
        return new WavFileSink(address.Target, sample, address.Flag("dither"));
    }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        Dispose();
        _channels = format.Channels;
        FramesWritten = 0;
        _file = AtomicFile.Create(_path);
        try
        {
            var stream = _wrap(_file.Stream);
            if (!stream.CanSeek) stream = _pipe = new InterruptibleStream(stream, "continuo wav out");
            _writer = new WavWriter(stream, new PcmFormat(_sample, format), _dither ? new TpdfDither() : null, _riffLimit);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            Dispose();
            throw FileFailure.Explain(_path, e);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        var writer = _writer ?? throw NotOpen();
        var frames = samples.Length / _channels;
        try
        {
            writer.Write(samples[..(frames * _channels)]);
            FramesWritten += frames;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Fail(writer, e);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        var writer = _writer ?? throw NotOpen();
        try
        {
            writer.Finish();
            _pipe?.Dispose();
            _pipe = null;
            _file!.Complete();
            _writer = null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Fail(writer, e);
        }
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        Volatile.Read(ref _pipe)?.Interrupt();
    }

    /// <summary>Closes the file. Without <see cref="Finish"/>, the file is kept if it contains a frame and otherwise deleted.</summary>
    public void Dispose()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            try
            {
                if (FramesWritten > 0 && _pipe is not { IsInterrupted: true }) writer.Finish();
            }
            catch (Exception e) when (IsRefusal(e))
            {
                writer.Salvage();
            }

            if (writer.SafeFrames > 0) _file?.Keep();
        }

        _pipe?.Dispose();
        _pipe = null;
        _file?.Dispose();
        _file = null;
    }

    // A refused write appears as missing permission (EPERM of an immutable file, EACCES), as a bad descriptor or as an I/O error: each of
    // them ends the recording.
    private static bool IsRefusal(Exception error) => error is not (AudioException or OperationCanceledException);

    private AudioException Fail(WavWriter writer, Exception error)
    {
        _writer = null;
        if (_file!.Stream.CanWrite && _pipe is null) writer.Salvage();
        var kept = "nothing was saved";
        if (_file.IsInPlace)
        {
            kept = string.Create(CultureInfo.InvariantCulture,
                $"{(double)writer.SafeFrames / writer.Pcm.Format.SampleRate:0.000} s had been written");
        }
        else if (writer.SafeFrames > 0)
        {
            _file.Keep();
            var milliseconds = writer.SafeFrames * 1000 / writer.Pcm.Format.SampleRate;
            kept = string.Create(CultureInfo.InvariantCulture,
                $"the first {milliseconds / 1000.0:0.000} s are safe in {_file.WrittenPath}");
        }

        _pipe?.Dispose();
        _pipe = null;
        _file.Dispose();
        _file = null;
        return FileFailure.IsBrokenPipe(error)
            ? new AudioException(AudioErrorCode.InputOutput, _path, $"the program that reads it has exited; {kept}",
                "Keep the reader running as long as there is audio", error)
            : FileFailure.Explain(_path, error, kept);
    }

    private AudioException NotOpen() =>
        new(AudioErrorCode.InputOutput, _path, "the recording is not open, or has failed", "Open it again");
}

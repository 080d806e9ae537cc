using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Sinks;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Records to a FLAC, Ogg Vorbis or Opus file, by its extension. Audio is written to the disk block by block, so a killed process leaves a
/// readable file that lacks at most its last second (Vorbis: what fits into a page of 4 KB, which digital silence fills in 5 s). See
/// <see cref="AtomicFile"/> for where it is written and what happens to an earlier file. A failed recording keeps what was written; one
/// without a frame that was not finished leaves no file.
/// </summary>
internal sealed unsafe class SoundFileSink : IAudioSink
{
    private const int BlockSamples = 4096; // libvorbis puts the audio of one call on its stack
    private const double OpusPageMs = 200;
    private const int MinOpusRate = 6_000; // per channel, libsndfile's limit
    private const int MaxOpusRate = 256_000;

    private readonly string _path;
    private readonly SoundFileEncoding _encoding;
    private readonly int? _bitRate;
    private readonly int[] _quantized = new int[BlockSamples];
    private readonly Interruption _interruption = new();
    private AtomicFile? _file;
    private SndFileHandle? _writer;
    private readonly float[] _ordered = new float[BlockSamples];
    private AudioFormat _format;
    private ChannelOrder _order = ChannelOrder.Of(ChannelLayout.Mono);

    /// <summary>Creates a sink; no file is created before <see cref="Open"/>.</summary>
    /// <param name="path">Path of the recording: <c>.flac</c>, <c>.ogg</c> or <c>.opus</c>.</param>
    /// <param name="sample">
    /// Sample type of FLAC: s16 or s24; <see langword="null"/>: s24. Must be <see langword="null"/> for the other formats.
    /// </param>
    /// <param name="bitRate">
    /// Bit rate of an Opus file, 6 000…256 000 per channel; <see langword="null"/>: libopus's default. Must be <see langword="null"/> for
    /// the other formats.
    /// </param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if the format is unknown or has no bit rate.</exception>
    public SoundFileSink(string path, SampleType? sample = null, int? bitRate = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = path;
        _encoding = SoundFileEncoding.For(path, sample);
        _bitRate = bitRate;
        if (bitRate is not null && !_encoding.IsOpus)
        {
            throw new AudioException(AudioErrorCode.Unsupported, path, $"{_encoding.Name} has no bit rate option",
                "Leave it out, or write an .opus file");
        }
    }

    /// <inheritdoc/>
    public string Description => $"{_path} ({_encoding.Name})";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public bool PrefersBatches => true;

    /// <inheritdoc/>
    /// <exception cref="AudioException">The file cannot be created (<see cref="AudioErrorCode.AccessDenied"/>,
    /// <see cref="AudioErrorCode.NotFound"/>, <see cref="AudioErrorCode.DiskFull"/>), the encoder cannot take the format
    /// (<see cref="AudioErrorCode.Unsupported"/>) or the bit rate (<see cref="AudioErrorCode.InvalidArgument"/>), or libsndfile is not
    /// installed.
    /// </exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        SndFile.Require();
        Dispose();
        var level = _bitRate is { } rate ? OpusLevel(rate, format.Channels) : 0;
        FramesWritten = 0;
        _format = format;
        _order = _encoding.OrderFor(_path, format);
        var shape = _encoding.ShapeFor(_path, format);
        if (OutputPath.KindOf(_path) == FileKind.Stream)
        {
            throw new AudioException(AudioErrorCode.Unsupported, _path, $"{_encoding.Name} cannot be written to a pipe or device",
                "Write WAV to it, or use a command: exec:flac - -o take.flac");
        }

        _file = AtomicFile.Create(_path);
        lock (SndFile.Opening)
        {
            _writer = SndFile.Open(_path, _file.Stream.SafeFileHandle, SndFile.ModeWrite, &shape);
            if (_writer.IsInvalid)
            {
                var error = Marshal.GetLastPInvokeError();
                _writer = null;
                _file.Dispose();
                _file = null;
                throw IsVolumeError(error) ? FileFailure.Explain(_path, SystemError(error)) : _encoding.Refusal(_path, format);
            }
        }

        if (!_encoding.IsOpus) return;
        var latency = OpusPageMs;
        _ = SndFile.Command(_writer, SndFile.SetOggPageLatencyMs, &latency, sizeof(double));
        if (_bitRate is not null) _ = SndFile.Command(_writer, SndFile.SetCompressionLevel, &level, sizeof(double));
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        if (_writer is null) throw NotOpen();
        var block = BlockSamples / _format.Channels * _format.Channels;
        while (samples.Length >= _format.Channels)
        {
            var count = Math.Min(block, samples.Length / _format.Channels * _format.Channels);
            WriteBlock(samples[..count]);
            samples = samples[count..];
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        if (_writer is null) throw NotOpen();
        var failed = _writer.CloseNow() != 0;
        var error = Marshal.GetLastPInvokeError();
        _writer = null;
        if (failed) throw Fail(SystemError(error));
        try
        {
            _file!.Complete();
            _file = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fail(e);
        }
    }

    /// <inheritdoc/>
    public void Interrupt() => _interruption.Request();

    /// <summary>Closes the file. Without <see cref="Finish"/>, it is kept if it has any frame, otherwise deleted.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
        if (FramesWritten > 0) _file?.Keep();
        _file?.Dispose();
        _file = null;
    }

    /// <summary>libsndfile's compression level, 0…1, for a bit rate: 1 is the lowest per channel, 0 the highest.</summary>
    private static double OpusLevel(int bitRate, int channels)
    {
        var each = (double)bitRate / channels;
        if (each is >= MinOpusRate and <= MaxOpusRate) return (MaxOpusRate - each) / (MaxOpusRate - MinOpusRate);
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{bitRate / 1000.0:0.###} kb/s for {channels} channels"),
            "outside the range of Opus files",
            string.Create(CultureInfo.InvariantCulture, $"Use {MinOpusRate * channels / 1000}…{MaxOpusRate * channels / 1000} kb/s"));
    }

    private static bool IsVolumeError(int error) => error is not 0 and not 29; // ESPIPE: libsndfile also queries the position of pipes

    private static IOException SystemError(int error) => new(new Win32Exception(error).Message, error);

    private void WriteBlock(ReadOnlySpan<float> samples)
    {
        long frames = samples.Length / _format.Channels;
        long written;
        if (!_order.IsIdentity)
        {
            _order.FromLayout(samples, _ordered);
            samples = _ordered.AsSpan(0, samples.Length);
        }

        if (_encoding.Sample is { } sample)
        {
            Quantize(samples, _quantized, sample == SampleType.S16 ? 16 : 24);
            fixed (int* from = _quantized) written = SndFile.Write(_writer!, from, frames);
        }
        else
        {
            fixed (float* from = samples) written = SndFile.Write(_writer!, from, frames);
        }

        var error = Marshal.GetLastPInvokeError();
        FramesWritten += Math.Max(0, written);
        if (written == frames) return;
        _writer!.Dispose();
        _writer = null;
        throw Fail(SystemError(error));
    }

    /// <summary>Rounds to whole steps in the upper bits, from which libsndfile takes them unchanged.</summary>
    private static void Quantize(ReadOnlySpan<float> samples, Span<int> destination, int bits)
    {
        var scale = (float)(1 << (bits - 1));
        var shift = 32 - bits;
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = samples[i];
            if (float.IsNaN(sample)) sample = 0;
            destination[i] = (int)MathF.Round(Math.Clamp(sample * scale, -scale, scale - 1)) << shift;
        }
    }

    private AudioException Fail(Exception error)
    {
        var kept = "nothing was saved";
        if (FramesWritten > 0)
        {
            _file?.Keep();
            kept = string.Create(CultureInfo.InvariantCulture,
                $"the written part of {_format.ToTime(FramesWritten).TotalSeconds:0.###} s is in {_file?.WrittenPath}");
        }

        _file?.Dispose();
        _file = null;
        return FileFailure.Explain(_path, error, kept);
    }

    private AudioException NotOpen() =>
        new(AudioErrorCode.InputOutput, _path, "the recording is not open, or has failed", "Open it again");
}

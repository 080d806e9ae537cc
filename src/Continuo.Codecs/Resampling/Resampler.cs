using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.Resampling.Interop;
using Continuo.Diagnostics;
using Continuo.Live;

namespace Continuo.Codecs.Resampling;

/// <summary>
/// Converts a stream of frames from one sample rate to another with libsoxr. Its delay is compensated: output frame <c>o</c> corresponds
/// to input frame <c>o × input rate / output rate</c>, and after <see cref="Flush"/> the output is as long as the input, to the nearest
/// frame. No managed allocation after construction. Not thread-safe.
/// </summary>
public sealed unsafe class Resampler : IRateConverter, IThreadPoolWorkItem
{
    private const uint VeryHighRecipe = 6; // SOXR_VHQ
    private const uint HighRecipe = 4; // SOXR_HQ

    private readonly Lock _spareLock = new(); // never held while filters are designed
    private SoxrHandle _soxr;
    private SoxrHandle? _spare;
    private bool _keepsSpare;
    private bool _isDisposed;

    /// <summary>Creates a resampler. Takes some milliseconds to design the filters.</summary>
    /// <param name="inputRate">Input frames per second, 1 000…768 000.</param>
    /// <param name="outputRate">Output frames per second, 1 000…768 000.</param>
    /// <param name="channels">Samples per frame, 1…64.</param>
    /// <param name="quality">Quality of the conversion.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if an argument is out of range; <see cref="AudioErrorCode.LibraryMissing"/> if libsoxr
    /// is not installed.
    /// </exception>
    public Resampler(int inputRate, int outputRate, int channels, ResamplerQuality quality = ResamplerQuality.VeryHigh)
    {
        InputFormat = new AudioFormat(inputRate, channels);
        OutputFormat = new AudioFormat(outputRate, channels);
        Quality = quality;
        Soxr.Library.Require("resampling");
        _soxr = Create();
    }

    /// <summary>Input format.</summary>
    public AudioFormat InputFormat { get; }

    /// <summary>Output format.</summary>
    public AudioFormat OutputFormat { get; }

    /// <summary>Quality of the conversion.</summary>
    public ResamplerQuality Quality { get; }

    /// <summary>Number of output frames still to be written for the input so far. Real-time-safe.</summary>
    public double DelayFrames => Soxr.Delay(_soxr);

    /// <summary>
    /// Consumes input frames and writes the resampled frames that are ready and fit into the output. Real-time-safe, except that libsoxr
    /// enlarges its buffers during the first blocks.
    /// </summary>
    /// <param name="input">Frames × channels, interleaved.</param>
    /// <param name="output">Receives the resampled frames × channels, interleaved.</param>
    /// <param name="framesRead">Number of input frames consumed. Pass the rest in the next call.</param>
    /// <param name="framesWritten">Number of output frames written.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if libsoxr runs out of memory.</exception>
    [RealTime]
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int framesRead, out int framesWritten)
    {
        var channels = InputFormat.Channels;
        nuint read, written;
        fixed (float* from = input, to = output)
        {
            // Safety: both lengths are whole frames inside their spans. A null input would mean the end of the input, so an empty input
            // still needs an address.
            float nothing;
            var error = Soxr.Process(
                _soxr, from is null ? &nothing : from, (nuint)(input.Length / channels), &read, to, (nuint)(output.Length / channels),
                    &written);
            if (error is not null) ThrowFailed(error);
        }

        framesRead = (int)read;
        framesWritten = (int)written;
    }

    /// <summary>
    /// Ends the input and writes the remaining frames. Call it until it writes fewer frames than fit; then only <see cref="Reset"/> may
    /// be called. As real-time-safe as <see cref="Process"/>.
    /// </summary>
    /// <param name="output">Receives the resampled frames × channels, interleaved.</param>
    /// <returns>Number of frames written.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if libsoxr runs out of memory.</exception>
    [RealTime]
    public int Flush(Span<float> output)
    {
        nuint written;
        fixed (float* to = output)
        {
            // Safety: the length is a number of whole frames inside the span.
            var error = Soxr.Process(_soxr, null, 0, null, to, (nuint)(output.Length / OutputFormat.Channels), &written);
            if (error is not null) ThrowFailed(error);
        }

        return (int)written;
    }

    /// <summary>
    /// Keeps a spare filter state, prepared on a thread-pool thread, so that <see cref="Reset"/> is fast. For capture threads, which must
    /// not design filters at every gap.
    /// </summary>
    public void KeepSpare()
    {
        _keepsSpare = true;
        if (_spare is null) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Discards all input, ready for a new stream. Fast if a spare state is ready (<see cref="KeepSpare"/>); otherwise takes some
    /// milliseconds.
    /// </summary>
    public void Reset()
    {
        SoxrHandle? spare;
        lock (_spareLock) (spare, _spare) = (_spare, null);
        var used = _soxr;
        _soxr = spare ?? Create();
        used.Dispose();
        if (_keepsSpare) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _soxr.Dispose();
        SoxrHandle? spare;
        lock (_spareLock) (spare, _spare, _isDisposed) = (_spare, null, true);
        spare?.Dispose();
    }

    /// <summary>Creates the spare. Runs on a pool thread.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        SoxrHandle? made = null;
        try
        {
            lock (_spareLock)
            {
                if (_isDisposed || _spare is not null) return;
            }

            made = Create();
            lock (_spareLock)
            {
                if (_isDisposed || _spare is not null) return;
                (_spare, made) = (made, null);
            }
        }
        catch (AudioException)
        {
            // No memory for a spare: the next reset creates its own, and throws if it cannot.
        }
        finally
        {
            made?.Dispose();
        }
    }

    /// <summary>Whether a spare is ready. For tests.</summary>
    internal bool HasSpare
    {
        get
        {
            lock (_spareLock) return _spare is not null;
        }
    }

    [DoesNotReturn]
    private static void ThrowFailed(byte* error) =>
        throw new AudioException(
            AudioErrorCode.InputOutput, "resampling", Marshal.PtrToStringUTF8((nint)error) ?? "libsoxr failed",
                "Free memory, or use fewer channels");

    private SoxrHandle Create()
    {
        var io = Soxr.MakeIoSpec(Soxr.Float32Interleaved, Soxr.Float32Interleaved);
        var quality = Soxr.MakeQualitySpec(new CULong(Quality == ResamplerQuality.VeryHigh ? VeryHighRecipe : HighRecipe), new CULong(0));
        var runtime = Soxr.MakeRuntimeSpec(1);
        byte* error = null;
        var handle = Soxr.Create(InputFormat.SampleRate, OutputFormat.SampleRate, (uint)InputFormat.Channels, &error, &io, &quality,
            &runtime);
        if (error is null && !handle.IsInvalid) return handle;
        handle.Dispose();
        throw new AudioException(
            AudioErrorCode.Unsupported,
            $"resampling {InputFormat} to {OutputFormat}",
            Marshal.PtrToStringUTF8((nint)error) ?? "libsoxr does not support it",
            "Choose another rate");
    }
}

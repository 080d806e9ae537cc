using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.Resampling.Interop;
using Continuo.Diagnostics;
using Continuo.Live;

namespace Continuo.Codecs.Resampling;

/// <summary>
/// Converts a stream of frames from one sample rate to another with libsoxr. Its delay is taken out: output frame <c>o</c> is what
/// sounded at input frame <c>o × input rate / output rate</c>, and after <see cref="Flush"/> the output is as long as the input,
/// to the nearest frame. Nothing is allocated on the managed heap after construction. Not thread-safe.
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

    /// <summary>Creates a resampler. Takes milliseconds: filters are designed.</summary>
    /// <param name="inputRate">Frames per second in, 1 000…768 000.</param>
    /// <param name="outputRate">Frames per second out, 1 000…768 000.</param>
    /// <param name="channels">Samples per frame, 1…64.</param>
    /// <param name="quality">How exactly to compute.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if a number is out of range; <see cref="AudioErrorCode.LibraryMissing"/> if libsoxr
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

    /// <summary>What is put in.</summary>
    public AudioFormat InputFormat { get; }

    /// <summary>What comes out.</summary>
    public AudioFormat OutputFormat { get; }

    /// <summary>How exactly it computes.</summary>
    public ResamplerQuality Quality { get; }

    /// <summary>Number of output frames are still inside, for what has been put in so far. Real-time-safe.</summary>
    public double DelayFrames => Soxr.Delay(_soxr);

    /// <summary>
    /// Puts frames in and takes out what is ready, as far as there is room for it. Real-time-safe but for libsoxr's own buffers, which
    /// grow with the first blocks.
    /// </summary>
    /// <param name="input">Frames × channels, interleaved.</param>
    /// <param name="output">Where resampled frames go: frames × channels, interleaved.</param>
    /// <param name="framesRead">Number of input frames were taken; put the rest in again.</param>
    /// <param name="framesWritten">Number of output frames were given.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if libsoxr fails, for want of memory.</exception>
    [RealTime]
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int framesRead, out int framesWritten)
    {
        var channels = InputFormat.Channels;
        nuint read, written;
        fixed (float* from = input, to = output)
        {
            // Safety: both lengths are whole frames inside their spans. A null input would mean the end, so an empty one points somewhere.
            float nothing;
            var error = Soxr.Process(
                _soxr, from is null ? &nothing : from, (nuint)(input.Length / channels), &read, to, (nuint)(output.Length / channels), &written);
            if (error is not null) ThrowFailed(error);
        }

        framesRead = (int)read;
        framesWritten = (int)written;
    }

    /// <summary>
    /// Ends the input and takes out what is left. Call it until it gives less than there is room for; after that
    /// only <see cref="Reset"/> is useful. Real-time-safe as <see cref="Process"/> is.
    /// </summary>
    /// <param name="output">Where resampled frames go: frames × channels, interleaved.</param>
    /// <returns>Number of frames given.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if libsoxr fails, for want of memory.</exception>
    [RealTime]
    public int Flush(Span<float> output)
    {
        nuint written;
        fixed (float* to = output)
        {
            // Safety: the length is of whole frames inside the span.
            var error = Soxr.Process(_soxr, null, 0, null, to, (nuint)(output.Length / OutputFormat.Channels), &written);
            if (error is not null) ThrowFailed(error);
        }

        return (int)written;
    }

    /// <summary>
    /// From now on a second state is kept ready, made on a thread of the pool, so that <see cref="Reset"/> takes no time: for a capture
    /// thread, on which filters must not
    /// be designed at every gap.
    /// </summary>
    public void KeepSpare()
    {
        _keepsSpare = true;
        if (_spare is null) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Forgets all input, ready for a new stream. Takes no time if a spare is kept and ready (<see cref="KeepSpare"/>), else some
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

    /// <summary>Makes the spare. On a thread of the pool.</summary>
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
            // No memory for a spare: the next reset makes its own, and fails aloud if it cannot.
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
            AudioErrorCode.InputOutput, "resampling", Marshal.PtrToStringUTF8((nint)error) ?? "libsoxr failed", "Free memory, or use fewer channels");

    private SoxrHandle Create()
    {
        var io = Soxr.MakeIoSpec(Soxr.Float32Interleaved, Soxr.Float32Interleaved);
        var quality = Soxr.MakeQualitySpec(new CULong(Quality == ResamplerQuality.VeryHigh ? VeryHighRecipe : HighRecipe), new CULong(0));
        var runtime = Soxr.MakeRuntimeSpec(1);
        byte* error = null;
        var handle = Soxr.Create(InputFormat.SampleRate, OutputFormat.SampleRate, (uint)InputFormat.Channels, &error, &io, &quality, &runtime);
        if (error is null && !handle.IsInvalid) return handle;
        handle.Dispose();
        throw new AudioException(
            AudioErrorCode.Unsupported,
            $"resampling {InputFormat} to {OutputFormat}",
            Marshal.PtrToStringUTF8((nint)error) ?? "libsoxr refuses it",
            "Choose another rate");
    }
}

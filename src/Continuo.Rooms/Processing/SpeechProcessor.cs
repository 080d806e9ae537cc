using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rooms.Interop;

namespace Continuo.Rooms.Processing;

/// <summary>
/// Echo cancellation, noise suppression and voice activity of one speaker, by libspeexdsp in frames of 10 ms. Belongs to the tick;
/// real-time-safe apart from construction.
/// </summary>
internal sealed unsafe class SpeechProcessor : IDisposable
{
    private const float Scale = 32768;

    // The library's estimate is at most 63 % in steady noise, white or pink, and at least 72 % in speech. Its own voice activity, with
    // thresholds of 35 and 20 %, takes all noise for voice at 48 kHz.
    private const int VoiceBegins = 70;
    private const int VoiceGoesOn = 65;

    private readonly SpeakerProcessing _options;
    private readonly SpeexPreprocessorHandle _preprocessor;
    private readonly SpeexEchoHandle? _echo;
    private readonly int _frames; // of 10 ms
    private readonly short[] _near;
    private readonly short[] _far;
    private readonly short[] _output;
    private readonly float[] _heard;

    /// <param name="sampleRate">Sample rate of the room.</param>
    /// <param name="blockFrames">Frames of a tick: 10 or 20 ms.</param>
    /// <param name="channels">Channels of the room's mixes.</param>
    /// <param name="options">What to do.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public SpeechProcessor(int sampleRate, int blockFrames, int channels, SpeakerProcessing options)
    {
        SpeexDsp.Library.Require("noise suppression, echo cancellation or voice activity");
        _options = options;
        _frames = sampleRate / 100;
        (_near, _far, _output) = (Pinned<short>(_frames), Pinned<short>(_frames), Pinned<short>(_frames));
        _heard = new float[blockFrames];
        _preprocessor = SpeexDsp.CreatePreprocessor(_frames, sampleRate);

        // Without denoising the library would not suppress the rest of an echo either: no noise is then attenuated by 0 dB.
        Set(SpeexDsp.SetDenoise, 1);
        Set(SpeexDsp.SetNoiseSuppress, -(int)Math.Round(options.NoiseSuppressionDb));
        if (!options.CancelsEcho) return;
        _echo = SpeexDsp.CreateEcho(_frames, (int)(options.EchoTail.TotalSeconds * sampleRate));
        SpeexDsp.SetEcho(_echo, SpeexDsp.SetEchoSamplingRate, &sampleRate);
        SpeexDsp.Control(_preprocessor, SpeexDsp.SetEchoState, (void*)_echo.DangerousGetHandle());
        Reference = new EchoReference(blockFrames, channels, (int)(options.EchoDelay.TotalSeconds * sampleRate));
    }

    /// <summary>What the person has heard; <see langword="null"/> without echo cancellation.</summary>
    public EchoReference? Reference { get; }

    /// <summary>Whether the last block had voice; <see langword="true"/> if that is not detected.</summary>
    [RealTime]
    public bool HasVoice { get; private set; } = true;

    /// <summary>Processes a block in place. The output is 10 ms later than the input.</summary>
    /// <param name="samples">One tick, mono.</param>
    /// <param name="tick">Number of the tick.</param>
    [RealTime]
    public void Process(Span<float> samples, long tick)
    {
        Reference?.Read(_heard, tick);
        var likelihood = 0;
        for (var at = 0; at + _frames <= samples.Length; at += _frames)
        {
            var part = samples.Slice(at, _frames);
            ToShort(part, _near);
            var processed = _near;

            // Safety: the arrays are pinned and have as many samples as a frame of the states.
            if (_echo is { } echo)
            {
                ToShort(_heard.AsSpan(at, _frames), _far);
                fixed (short* near = _near, far = _far, output = _output) SpeexDsp.CancelEcho(echo, near, far, output);
                processed = _output;
            }

            fixed (short* output = processed) SpeexDsp.Preprocess(_preprocessor, output);
            if (_options.DetectsVoice)
            {
                int percent;
                SpeexDsp.Control(_preprocessor, SpeexDsp.GetSpeechProbability, &percent);
                likelihood = Math.Max(likelihood, percent);
            }

            for (var i = 0; i < part.Length; i++) part[i] = processed[i] / Scale;
        }

        if (_options.DetectsVoice) HasVoice = likelihood >= (HasVoice ? VoiceGoesOn : VoiceBegins);
    }

    public void Dispose()
    {
        _preprocessor.Dispose();
        _echo?.Dispose();
    }

    private static T[] Pinned<T>(int length) => GC.AllocateArray<T>(length, pinned: true);

    [RealTime]
    private static void ToShort(ReadOnlySpan<float> samples, short[] output)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            output[i] = (short)Math.Clamp(MathF.Round(samples[i] * Scale), short.MinValue, short.MaxValue);
        }
    }

    private void Set(int request, int value) => SpeexDsp.Control(_preprocessor, request, &value);
}

using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Interop;

namespace Continuo.Rooms.Interop;

/// <summary>The used part of libspeexdsp 1.2 (speex_echo.h, speex_preprocess.h). Samples are 16 bits, one channel.</summary>
internal static unsafe partial class SpeexDsp
{
    public const int SetDenoise = 0;
    public const int SetNoiseSuppress = 18;
    public const int SetEchoState = 24;
    public const int GetSpeechProbability = 45; // of the last frame, in percent
    public const int SetEchoSamplingRate = 24;

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, "libspeexdsp1");

    private const string FileName = "libspeexdsp.so.1";

    [LibraryImport(FileName, EntryPoint = "speex_preprocess_state_init")]
    public static partial SpeexPreprocessorHandle CreatePreprocessor(int frames, int sampleRate);

    /// <summary>Processes a frame in place.</summary>
    [LibraryImport(FileName, EntryPoint = "speex_preprocess_run")]
    [RealTime]
    public static partial int Preprocess(SpeexPreprocessorHandle state, short* samples);

    [LibraryImport(FileName, EntryPoint = "speex_preprocess_ctl")]
    [RealTime]
    public static partial int Control(SpeexPreprocessorHandle state, int request, void* value);

    [LibraryImport(FileName, EntryPoint = "speex_preprocess_state_destroy")]
    public static partial void DestroyPreprocessor(nint state);

    [LibraryImport(FileName, EntryPoint = "speex_echo_state_init")]
    public static partial SpeexEchoHandle CreateEcho(int frames, int filterFrames);

    [LibraryImport(FileName, EntryPoint = "speex_echo_cancellation")]
    [RealTime]
    public static partial void CancelEcho(SpeexEchoHandle state, short* near, short* far, short* output);

    [LibraryImport(FileName, EntryPoint = "speex_echo_ctl")]
    public static partial int SetEcho(SpeexEchoHandle state, int request, void* value);

    [LibraryImport(FileName, EntryPoint = "speex_echo_state_destroy")]
    public static partial void DestroyEcho(nint state);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Interop;

namespace Continuo.Devices.Alsa.Interop;

/// <summary>The used part of ALSA's PCM interface (alsa/pcm.h). Loaded when first needed.</summary>
internal static unsafe partial class LibAsound
{
    public const int Playback = 0;
    public const int Capture = 1;

    /// <summary>Open mode: do not wait for a device that is in use.</summary>
    public const int NonBlocking = 1;

    public const int ReadWriteInterleaved = 3;

    public const int FormatS16 = 2;
    public const int FormatS24 = 6;
    public const int FormatS32 = 10;
    public const int FormatFloat = 14;
    public const int FormatS24Packed = 32;

    public const int StatePrepared = 2;
    public const int StateRunning = 3;
    public const int StateXrun = 4;
    public const int StateDraining = 5;
    public const int StateSuspended = 7;
    public const int StateDisconnected = 8;

    public const int NoEntry = -2;
    public const int Interrupted = -4;
    public const int NoDeviceOrAddress = -6;
    public const int TryAgain = -11;
    public const int NoAccess = -13;
    public const int Busy = -16;
    public const int NoDevice = -19;
    public const int Invalid = -22;
    public const int BrokenPipe = -32;
    public const int NotSupported = -38;
    public const int StreamPipe = -86;
    public const int ConnectionRefused = -111;

    internal const string FileName = "libasound.so.2";

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, "libasound2");

    private static readonly Lazy<bool> Silenced = new(static () =>
        SetErrorHandler((nint)(delegate* unmanaged[Cdecl]<nint, int, nint, int, nint, void>)&Ignore) == 0);

    /// <summary>Loads the library, or throws an error that names its package. It writes nothing to the terminal from then on.</summary>
    public static void Require(string asked)
    {
        Library.Require(asked);
        _ = Silenced.Value;
    }

    public static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    public static string ErrorText(int error) => Text(StrError(error));

    [LibraryImport(FileName, EntryPoint = "snd_asoundlib_version")]
    public static partial nint Version();

    [LibraryImport(FileName, EntryPoint = "snd_strerror")]
    public static partial nint StrError(int error);

    [LibraryImport(FileName, EntryPoint = "snd_lib_error_set_handler")]
    private static partial int SetErrorHandler(nint handler);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(out nint pcm, string name, int stream, int mode);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_close")]
    public static partial int Close(nint pcm);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_nonblock")]
    public static partial int SetNonBlocking(nint pcm, int nonBlocking);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_prepare")]
    public static partial int Prepare(nint pcm);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_start")]
    public static partial int Start(nint pcm);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_drop")]
    public static partial int Drop(nint pcm);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_drain")]
    public static partial int Drain(nint pcm);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_resume")]
    public static partial int Resume(nint pcm);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_state")]
    public static partial int State(nint pcm);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_wait")]
    public static partial int Wait(nint pcm, int milliseconds);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_avail")]
    public static partial nint Available(nint pcm);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_delay")]
    public static partial int Delay(nint pcm, out nint frames);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_readi")]
    public static partial nint Read(nint pcm, byte* buffer, nuint frames);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_writei")]
    public static partial nint Write(nint pcm, byte* buffer, nuint frames);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_dump")]
    public static partial int Dump(nint pcm, nint output);

    [LibraryImport(FileName, EntryPoint = "snd_output_buffer_open")]
    public static partial int OpenBuffer(out nint output);

    [LibraryImport(FileName, EntryPoint = "snd_output_buffer_string")]
    public static partial nuint BufferText(nint output, out nint text);

    [LibraryImport(FileName, EntryPoint = "snd_output_close")]
    public static partial int CloseOutput(nint output);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_info_malloc")]
    public static partial int NewPcmInfo(out nint info);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_info_free")]
    public static partial void FreePcmInfo(nint info);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_info")]
    public static partial int PcmInfo(nint pcm, nint info);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_info_get_card")]
    public static partial int CardOf(nint info);

    /// <summary>A channel map that the caller frees with <see cref="Free"/>; 0 if the device has none.</summary>
    [LibraryImport(FileName, EntryPoint = "snd_pcm_get_chmap")]
    public static partial uint* GetChannelMap(nint pcm);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_set_chmap")]
    public static partial int SetChannelMap(nint pcm, uint* map);

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(void* memory);

    // Its arguments after the format are variable: they are not read.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint file, int line, nint function, int error, nint format)
    {
        // What failed is known from the returned codes.
    }
}

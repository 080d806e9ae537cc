using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Devices.Alsa.Interop;

/// <summary>Hardware and software parameters.</summary>
internal static unsafe partial class LibAsound
{
    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_malloc")]
    public static partial int NewHardware(out nint hardware);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_free")]
    public static partial void FreeHardware(nint hardware);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_any")]
    public static partial int AnyHardware(nint pcm, nint hardware);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params")]
    public static partial int SetHardware(nint pcm, nint hardware);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_access")]
    public static partial int SetAccess(nint pcm, nint hardware, int access);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_test_format")]
    public static partial int TestFormat(nint pcm, nint hardware, int format);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_format")]
    public static partial int SetFormat(nint pcm, nint hardware, int format);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_test_channels")]
    public static partial int TestChannels(nint pcm, nint hardware, uint channels);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_channels")]
    public static partial int SetChannels(nint pcm, nint hardware, uint channels);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_channels_min")]
    public static partial int MinChannels(nint hardware, out uint channels);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_channels_max")]
    public static partial int MaxChannels(nint hardware, out uint channels);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_test_rate")]
    public static partial int TestRate(nint pcm, nint hardware, uint rate, int direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_rate")]
    public static partial int SetRate(nint pcm, nint hardware, uint rate, int direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_rate_near")]
    public static partial int SetRateNear(nint pcm, nint hardware, ref uint rate, int* direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_rate_min")]
    public static partial int MinRate(nint hardware, out uint rate, int* direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_rate_max")]
    public static partial int MaxRate(nint hardware, out uint rate, int* direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_period_size_near")]
    public static partial int SetPeriodNear(nint pcm, nint hardware, ref nuint frames, int* direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_set_buffer_size_near")]
    public static partial int SetBufferNear(nint pcm, nint hardware, ref nuint frames);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_period_size")]
    public static partial int PeriodOf(nint hardware, out nuint frames, int* direction);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_hw_params_get_buffer_size")]
    public static partial int BufferOf(nint hardware, out nuint frames);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params_malloc")]
    public static partial int NewSoftware(out nint software);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params_free")]
    public static partial void FreeSoftware(nint software);

    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params_current")]
    public static partial int CurrentSoftware(nint pcm, nint software);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params")]
    public static partial int SetSoftware(nint pcm, nint software);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params_set_start_threshold")]
    public static partial int SetStartThreshold(nint pcm, nint software, nuint frames);

    [RealTime]
    [LibraryImport(FileName, EntryPoint = "snd_pcm_sw_params_set_avail_min")]
    public static partial int SetWakeFrames(nint pcm, nint software, nuint frames);
}

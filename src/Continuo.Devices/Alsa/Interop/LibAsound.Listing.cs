using System.Runtime.InteropServices;

namespace Continuo.Devices.Alsa.Interop;

/// <summary>Names of devices, cards, and the simple mixer.</summary>
internal static unsafe partial class LibAsound
{
    [LibraryImport(FileName, EntryPoint = "snd_device_name_hint", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int NameHints(int card, string kind, out nint* hints);

    /// <summary>A text that the caller frees with <see cref="Free"/>.</summary>
    [LibraryImport(FileName, EntryPoint = "snd_device_name_get_hint", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Hint(nint hint, string field);

    [LibraryImport(FileName, EntryPoint = "snd_device_name_free_hint")]
    public static partial int FreeHints(nint* hints);

    [LibraryImport(FileName, EntryPoint = "snd_card_next")]
    public static partial int NextCard(ref int card);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenControl(out nint control, string name, int mode);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_close")]
    public static partial int CloseControl(nint control);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_card_info_malloc")]
    public static partial int NewCardInfo(out nint info);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_card_info_free")]
    public static partial void FreeCardInfo(nint info);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_card_info")]
    public static partial int CardInfo(nint control, nint info);

    [LibraryImport(FileName, EntryPoint = "snd_ctl_card_info_get_driver")]
    public static partial nint CardDriver(nint info);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_open")]
    public static partial int OpenMixer(out nint mixer, int mode);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_close")]
    public static partial int CloseMixer(nint mixer);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_attach", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AttachMixer(nint mixer, string name);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_register")]
    public static partial int RegisterMixer(nint mixer, nint options, nint* classPointer);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_load")]
    public static partial int LoadMixer(nint mixer);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_first_elem")]
    public static partial nint FirstElement(nint mixer);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_elem_next")]
    public static partial nint NextElement(nint element);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_get_name")]
    public static partial nint ElementName(nint element);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_has_playback_volume")]
    public static partial int HasPlaybackVolume(nint element);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_get_playback_volume_range")]
    public static partial int PlaybackVolumeRange(nint element, out nint low, out nint high);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_get_playback_volume")]
    public static partial int PlaybackVolume(nint element, int channel, out nint value);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_set_playback_volume_all")]
    public static partial int SetPlaybackVolume(nint element, nint value);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_has_playback_switch")]
    public static partial int HasPlaybackSwitch(nint element);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_get_playback_switch")]
    public static partial int PlaybackSwitch(nint element, int channel, out int on);

    [LibraryImport(FileName, EntryPoint = "snd_mixer_selem_set_playback_switch_all")]
    public static partial int SetPlaybackSwitch(nint element, int on);
}

using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;

namespace Continuo.Devices.Alsa;

/// <summary>The volume of one device: the first element of its mixer that has a playback volume, <c>Master</c> before others.</summary>
internal sealed unsafe class AlsaMixer : IDisposable
{
    private const string Preferred = "Master";
    private const int FrontLeft = 0;

    private readonly string _asked;
    private readonly nint _element;
    private nint _mixer;

    private AlsaMixer(string asked, nint mixer)
    {
        (_asked, _mixer) = (asked, mixer);
        for (var element = LibAsound.FirstElement(mixer); element != 0; element = LibAsound.NextElement(element))
        {
            if (LibAsound.HasPlaybackVolume(element) == 0) continue;
            var isPreferred = LibAsound.Text(LibAsound.ElementName(element)) == Preferred;
            if (_element == 0 || isPreferred) _element = element;
            if (isPreferred) break;
        }
    }

    /// <summary>Volume of the left channel within its range: 0…1.</summary>
    public double Volume
    {
        get
        {
            _ = LibAsound.PlaybackVolumeRange(_element, out var low, out var high);
            Check(LibAsound.PlaybackVolume(_element, FrontLeft, out var value));
            return high <= low ? 0 : (double)(value - low) / (high - low);
        }
    }

    /// <summary>Whether it is muted.</summary>
    public bool IsMuted =>
        LibAsound.HasPlaybackSwitch(_element) != 0 && LibAsound.PlaybackSwitch(_element, FrontLeft, out var on) == 0 && on == 0;

    /// <summary>Opens the mixer of a card or of the configuration.</summary>
    /// <param name="asked">What was requested.</param>
    /// <param name="control">Name of the mixer, such as <c>hw:0</c> or <c>default</c>.</param>
    /// <exception cref="AudioException">There is no such mixer, or it has no playback volume.</exception>
    public static AlsaMixer Open(string asked, string control)
    {
        _ = LibAsound.OpenMixer(out var mixer, 0);
        if (LibAsound.AttachMixer(mixer, control) < 0 || LibAsound.RegisterMixer(mixer, 0, null) < 0 || LibAsound.LoadMixer(mixer) < 0)
        {
            _ = LibAsound.CloseMixer(mixer);
            throw None(asked);
        }

        var opened = new AlsaMixer(asked, mixer);
        if (opened._element != 0) return opened;
        opened.Dispose();
        throw None(asked);
    }

    /// <summary>Sets the volume of all channels.</summary>
    /// <param name="volume">0…1.</param>
    public void SetVolume(double volume)
    {
        _ = LibAsound.PlaybackVolumeRange(_element, out var low, out var high);
        Check(LibAsound.SetPlaybackVolume(_element, low + (nint)Math.Round(volume * (high - low))));
    }

    /// <summary>Mutes or unmutes all channels.</summary>
    public void SetMuted(bool muted)
    {
        if (LibAsound.HasPlaybackSwitch(_element) == 0)
            throw new AudioException(AudioErrorCode.Unsupported, _asked, "the device cannot be muted", "Set its volume to 0%");
        Check(LibAsound.SetPlaybackSwitch(_element, muted ? 0 : 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_mixer != 0) _ = LibAsound.CloseMixer(_mixer);
        _mixer = 0;
    }

    private static AudioException None(string asked) =>
        new(AudioErrorCode.Unsupported, asked, "the device has no volume of its own", "Change the gain of the track or the application");

    private void Check(int error)
    {
        if (error >= 0) return;
        throw new AudioException(AudioErrorCode.InputOutput, _asked, $"the mixer failed: {LibAsound.ErrorText(error)}", "Check the device");
    }
}

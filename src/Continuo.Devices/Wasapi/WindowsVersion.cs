using System.Globalization;
using Continuo.Audio;

namespace Continuo.Devices.Wasapi;

/// <summary>What a version of Windows can do.</summary>
internal static class WindowsVersion
{
    /// <summary>The first build that captures the audio of one process.</summary>
    public const int ProcessLoopbackBuild = 19041;

    /// <summary>Refuses to capture one application where Windows cannot do it. The whole system is never captured instead.</summary>
    /// <param name="asked">The address.</param>
    /// <param name="build">Build number of Windows.</param>
    /// <exception cref="AudioException">The build is too old (<see cref="AudioErrorCode.Unsupported"/>).</exception>
    public static void RequireProcessLoopback(string asked, int build)
    {
        if (build < ProcessLoopbackBuild) throw TooOld(asked, build);
    }

    /// <summary>The refusal itself.</summary>
    /// <param name="asked">The address.</param>
    /// <param name="build">Build number of Windows.</param>
    public static AudioException TooOld(string asked, int build) => new(AudioErrorCode.Unsupported, asked,
        string.Create(CultureInfo.InvariantCulture,
            $"this Windows (build {build}) cannot capture a single application; "
            + $"that needs Windows 10 2004 (build {ProcessLoopbackBuild}) or later"),
        "Update Windows, or capture everything with system:");
}

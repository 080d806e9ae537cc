using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.Opus.Interop;

namespace Continuo.Codecs.Opus;

/// <summary>Converts errors of libopus.</summary>
internal static unsafe class OpusFailure
{
    private const int OutOfMemory = -7;

    /// <summary>The exception for an error number of libopus.</summary>
    public static AudioException Of(string asked, int error) => new(
        AudioErrorCode.InputOutput,
        asked,
        Marshal.PtrToStringUTF8((nint)LibOpus.ErrorText(error)) ?? "libopus failed",
        error == OutOfMemory ? "Free memory" : $"Check the installation of {LibOpus.Package}");
}

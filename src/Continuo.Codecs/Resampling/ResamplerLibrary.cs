using System.Runtime.InteropServices;
using Continuo.Codecs.Resampling.Interop;

namespace Continuo.Codecs.Resampling;

/// <summary>Whether the library behind <see cref="Resampler"/> (libsoxr) is there. Thread-safe.</summary>
public static unsafe class ResamplerLibrary
{
    /// <summary>The Debian package that installs it.</summary>
    public const string Package = Soxr.Package;

    /// <summary>Looks for the library without needing it.</summary>
    /// <param name="version">What the library calls itself, e.g. <c>libsoxr-0.1.3</c>; empty if it is not installed.</param>
    public static bool TryProbe(out string version)
    {
        var found = Soxr.Library.TryLoad();
        version = found ? Marshal.PtrToStringUTF8((nint)Soxr.Version()) ?? "" : "";
        return found;
    }
}

using System.Runtime.InteropServices;
using Continuo.Codecs.SoundFiles.Interop;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Whether the library behind sound files (libsndfile) is there. Thread-safe.</summary>
public static unsafe class SoundFileLibrary
{
    /// <summary>The Debian package that installs it.</summary>
    public const string Package = SndFile.Package;

    /// <summary>Looks for the library without needing it.</summary>
    /// <param name="version">What the library calls itself, e.g. <c>libsndfile-1.2.0</c>; empty if it is not installed.</param>
    public static bool TryProbe(out string version)
    {
        var found = SndFile.Library.TryLoad();
        version = found ? Marshal.PtrToStringUTF8((nint)SndFile.VersionText()) ?? "" : "";
        return found;
    }
}

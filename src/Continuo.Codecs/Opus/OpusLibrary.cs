using System.Runtime.InteropServices;
using Continuo.Codecs.Opus.Interop;

namespace Continuo.Codecs.Opus;

/// <summary>Whether the library behind Opus (libopus) is there. Thread-safe.</summary>
public static unsafe class OpusLibrary
{
    /// <summary>The Debian package that installs it.</summary>
    public const string Package = LibOpus.Package;

    /// <summary>Looks for the library without needing it.</summary>
    /// <param name="version">What the library calls itself, e.g. <c>libopus 1.3.1</c>; empty if it is not installed.</param>
    public static bool TryProbe(out string version)
    {
        var found = LibOpus.Library.TryLoad();
        version = found ? Marshal.PtrToStringUTF8((nint)LibOpus.VersionText()) ?? "" : "";
        return found;
    }
}

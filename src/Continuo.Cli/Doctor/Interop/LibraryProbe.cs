using System.Runtime.InteropServices;

namespace Continuo.Cli.Doctor.Interop;

/// <summary>Looks for a native library without needing it.</summary>
internal static unsafe class LibraryProbe
{
    /// <summary>Loads a library and asks for its version.</summary>
    /// <param name="fileName">What the dynamic linker looks for.</param>
    /// <param name="versionFunction">A function without parameters that returns the version as text.</param>
    /// <returns>What the library says; <see langword="null"/> if it is not installed.</returns>
    public static string? VersionOf(string fileName, string versionFunction)
    {
        if (!NativeLibrary.TryLoad(fileName, out var library)) return null;
        if (!NativeLibrary.TryGetExport(library, versionFunction, out var function)) return "of an unknown version";

        // Safety: all functions asked for are "const char *f(void)" and return a static text; the library is never unloaded.
        return Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)function)());
    }
}

using System.Runtime.InteropServices;
using Continuo.Audio;

namespace Continuo.Interop;

/// <summary>A native library that is loaded on first use. Thread-safe.</summary>
/// <param name="fileName">The name for the dynamic linker, for example <c>libsoxr.so.0</c>.</param>
/// <param name="package">The Debian package that installs it.</param>
internal sealed class NativeDependency(string fileName, string package)
{
    private nint _library;

    /// <summary>
    /// Loads the library unless it is loaded already. A failure is not cached, because the package may be installed later.
    /// </summary>
    public bool TryLoad()
    {
        if (Volatile.Read(ref _library) != 0) return true;
        if (!NativeLibrary.TryLoad(fileName, out var library)) return false;
        Volatile.Write(ref _library, library); // stays loaded until the process exits
        return true;
    }

    /// <summary>Loads the library, or throws an error that names the package to install.</summary>
    /// <param name="purpose">What was requested.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public void Require(string purpose)
    {
        if (TryLoad()) return;
        throw new AudioException(AudioErrorCode.LibraryMissing, purpose, $"the library {fileName} is not installed",
            $"Install it: apt-get install {package}");
    }

    /// <summary>The version that the library reports; <see langword="null"/> if it is not installed.</summary>
    /// <param name="versionFunction">A parameterless function that returns a static string; empty if the library has none.</param>
    public unsafe string? Version(string versionFunction)
    {
        if (!TryLoad()) return null;
        if (versionFunction.Length == 0) return "installed";
        if (!NativeLibrary.TryGetExport(_library, versionFunction, out var function)) return "unknown version";

        // Safety: the caller names a "const char *f(void)" that returns a static string; the library is never unloaded.
        return Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)function)());
    }
}

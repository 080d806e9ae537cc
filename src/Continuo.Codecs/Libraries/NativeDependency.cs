using System.Runtime.InteropServices;
using Continuo.Audio;

namespace Continuo.Codecs.Libraries;

/// <summary>A native library that is loaded when it is first needed, and whose absence is told with the package that brings it. Thread-safe.</summary>
/// <param name="fileName">What the dynamic linker looks for, e.g. <c>libsoxr.so.0</c>.</param>
/// <param name="package">The Debian package that installs it.</param>
/// <param name="purpose">What it is needed for, in a few words.</param>
internal sealed class NativeDependency(string fileName, string package, string purpose)
{
    private volatile bool _loaded;

    /// <summary>Loads the library unless it is loaded already. A failure is not remembered: the package may be installed meanwhile.</summary>
    public bool TryLoad()
    {
        if (!_loaded) _loaded = NativeLibrary.TryLoad(fileName, out _); // stays loaded until the process ends
        return _loaded;
    }

    /// <summary>Loads the library, or says what to install.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public void Require()
    {
        if (TryLoad()) return;
        throw new AudioException(
            AudioErrorCode.LibraryMissing,
            purpose,
            $"the library {fileName} is not installed",
            $"Install it: apt-get install {package}");
    }
}

using System.Runtime.InteropServices;

namespace Continuo.Interop;

/// <summary>Owns one object of a native library; 0 means none. A subclass releases it.</summary>
internal abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;
}

using Continuo.Interop;

namespace Continuo.Codecs.Resampling.Interop;

/// <summary>Owns one <c>soxr_t</c>.</summary>
internal sealed class SoxrHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        Soxr.Delete(handle);
        return true;
    }
}

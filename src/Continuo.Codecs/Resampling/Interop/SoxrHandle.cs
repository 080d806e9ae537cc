using System.Runtime.InteropServices;

namespace Continuo.Codecs.Resampling.Interop;

/// <summary>Owns one <c>soxr_t</c>.</summary>
internal sealed class SoxrHandle : SafeHandle
{
    public SoxrHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Soxr.Delete(handle);
        return true;
    }
}

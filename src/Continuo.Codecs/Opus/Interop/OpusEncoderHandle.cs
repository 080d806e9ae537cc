using Continuo.Interop;

namespace Continuo.Codecs.Opus.Interop;

/// <summary>Owns one <c>OpusEncoder</c>.</summary>
internal sealed class OpusEncoderHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        LibOpus.DestroyEncoder(handle);
        return true;
    }
}

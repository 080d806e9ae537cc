using Continuo.Interop;

namespace Continuo.Codecs.Opus.Interop;

/// <summary>Owns one <c>OpusDecoder</c>.</summary>
internal sealed class OpusDecoderHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        LibOpus.DestroyDecoder(handle);
        return true;
    }
}

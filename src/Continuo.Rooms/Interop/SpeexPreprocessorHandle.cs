using Continuo.Interop;

namespace Continuo.Rooms.Interop;

/// <summary>Owns one <c>SpeexPreprocessState</c>.</summary>
internal sealed class SpeexPreprocessorHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        SpeexDsp.DestroyPreprocessor(handle);
        return true;
    }
}

using Continuo.Interop;

namespace Continuo.Rooms.Interop;

/// <summary>Owns one <c>SpeexEchoState</c>.</summary>
internal sealed class SpeexEchoHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        SpeexDsp.DestroyEcho(handle);
        return true;
    }
}

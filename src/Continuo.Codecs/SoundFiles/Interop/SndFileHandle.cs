using Continuo.Interop;

namespace Continuo.Codecs.SoundFiles.Interop;

/// <summary>Owns one <c>SNDFILE</c>.</summary>
internal sealed class SndFileHandle : NativeHandle
{
    protected override bool ReleaseHandle() => SndFile.Close(handle) == 0;

    /// <summary>Closes the file and returns the result, because closing writes the rest. The system's error number is set.</summary>
    public int CloseNow()
    {
        var file = handle;
        SetHandleAsInvalid();
        return SndFile.Close(file);
    }
}

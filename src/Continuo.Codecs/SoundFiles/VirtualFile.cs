using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Codecs.SoundFiles.Interop;
using Continuo.Codecs.SoundFiles.Parts;

namespace Continuo.Codecs.SoundFiles;

/// <summary>
/// Presents a <see cref="FileView"/> to libsndfile through the functions of <c>SF_VIRTUAL_IO</c>. Must outlive everything opened on it.
/// </summary>
internal sealed unsafe class VirtualFile : IDisposable
{
    private readonly FileView _view;
    private GCHandle _self;
    private long _at;

    public VirtualFile(FileView view)
    {
        _view = view;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Why the last read failed, if the disk failed.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Opens it for reading. The handle is invalid if libsndfile refuses.</summary>
    public SndFileHandle Open(SndFile.FileShape* shape)
    {
        var functions = new SndFile.VirtualFunctions
        {
            Length = &LengthOf,
            Seek = &Seek,
            Read = &Read,
            Write = &Write,
            Tell = &Tell,
        };
        return SndFile.OpenVirtual(&functions, SndFile.ModeRead, shape, GCHandle.ToIntPtr(_self));
    }

    public void Dispose()
    {
        if (_self.IsAllocated) _self.Free();
    }

    private static VirtualFile Of(nint user) => (VirtualFile)GCHandle.FromIntPtr(user).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long LengthOf(nint user) => Of(user)._view.Length;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Seek(long offset, int whence, nint user)
    {
        var file = Of(user);
        file._at = Math.Max(0, whence switch { 1 => file._at + offset, 2 => file._view.Length + offset, _ => offset });
        return file._at;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Read(void* destination, long count, nint user)
    {
        var file = Of(user);
        try
        {
            // Safety: libsndfile provides room for count bytes.
            var read = file._view.Read(new Span<byte>(destination, (int)Math.Clamp(count, 0, int.MaxValue)), file._at);
            file._at += read;
            return read;
        }
        catch (IOException e)
        {
            file.Failure = e; // an exception must not pass through native code
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Write(void* source, long count, nint user) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Tell(nint user) => Of(user)._at;
}

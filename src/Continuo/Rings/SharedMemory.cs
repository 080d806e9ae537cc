using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Rings.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Rings;

/// <summary>
/// Memory shared by the processes of one user: an anonymous, mapped file of fixed size. It has no name in a directory, so nothing remains
/// when its processes end, however they end. Other processes open it as an open file of its creator.
/// </summary>
/// <remarks>
/// The size is sealed: no process can shorten the file while another has mapped it, which would end that process. The creator holds a lock
/// on the file while it lives; the system releases the lock when the creator dies, and other processes detect that.
/// </remarks>
internal sealed class SharedMemory : IDisposable
{
    private readonly SafeFileHandle _file;

    private SharedMemory(SafeFileHandle file, nint address, long bytes)
    {
        _file = file;
        Address = address;
        Bytes = bytes;
    }

    public nint Address { get; }

    public long Bytes { get; }

    /// <summary>The path for other processes, valid while the creator lives.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_file.DangerousGetHandle()}");

    /// <summary>Whether the creator has ended or released the memory. For processes that opened it; one system call.</summary>
    public bool IsCreatorGone
    {
        get
        {
            if (LinuxMemory.Lock(_file, LinuxMemory.LockShared | LinuxMemory.LockAtOnce) != 0) return false;
            _ = LinuxMemory.Lock(_file, LinuxMemory.Unlock);
            return true;
        }
    }

    /// <summary>Creates zeroed memory.</summary>
    /// <exception cref="AudioException">The system does not support it, or has too little memory.</exception>
    public static SharedMemory Create(string name, long bytes)
    {
        RequireLinux(name);
        var file = new SafeFileHandle(LinuxMemory.CreateMemory(name, LinuxMemory.MemoryCloseOnExec | LinuxMemory.MemoryAllowSealing),
            ownsHandle: true);
        try
        {
            if (file.IsInvalid
                || LinuxMemory.SetLength(file, bytes) != 0
                || LinuxMemory.Control(file, LinuxMemory.AddSeals, LinuxMemory.SizeSeals) != 0
                || LinuxMemory.Lock(file, LinuxMemory.LockExclusive | LinuxMemory.LockAtOnce) != 0)
            {
                throw Failed(name, "shared memory could not be created", "Free some memory, or use a shorter ring");
            }

            return Map(name, file, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens memory that this or another process has created.</summary>
    /// <exception cref="AudioException">It does not exist, may not be opened, or cannot be mapped safely.</exception>
    public static SharedMemory Open(string path, long maxBytes)
    {
        RequireLinux(path);
        var file = new SafeFileHandle(LinuxMemory.Open(path, LinuxMemory.ReadWriteAtOnce), ownsHandle: true);
        try
        {
            if (file.IsInvalid) throw NotOpened(path);
            var seals = LinuxMemory.Control(file, LinuxMemory.GetSeals, 0);
            if (seals < 0 || (seals & LinuxMemory.SizeSeals) != LinuxMemory.SizeSeals) throw Bad(path, "its size is not sealed");
            var bytes = LinuxMemory.Seek(file, 0, 2);
            if (bytes <= 0 || bytes > maxBytes)
            {
                throw Bad(path, string.Create(CultureInfo.InvariantCulture, $"it holds {bytes} bytes, not 1…{maxBytes}"));
            }

            return Map(path, file, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Unmaps the memory, which must not be accessed any more.</summary>
    public void Dispose()
    {
        if (_file.IsClosed) return;
        _ = LinuxMemory.Unmap(Address, (nuint)Bytes);
        _file.Dispose();
    }

    /// <summary>The error for memory that is not a valid ring.</summary>
    public static AudioException Bad(string path, string happened) =>
        new(AudioErrorCode.InvalidArgument, path, happened, "Pass a path from AudioRing.CreateShared of the same version");

    private static SharedMemory Map(string name, SafeFileHandle file, long bytes)
    {
        var address = LinuxMemory.Map(0, (nuint)bytes, LinuxMemory.ReadWrite, LinuxMemory.SharedPopulated, file, 0);
        return address is -1 or 0
            ? throw Failed(name, "shared memory could not be mapped", "Free some memory, or use a shorter ring")
            : new SharedMemory(file, address, bytes);
    }

    private static AudioException NotOpened(string path)
    {
        const int NotPermitted = 1, NoSuchProcess = 3, Access = 13, NotFound = 2;
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NotFound or NoSuchProcess =>
                new AudioException(AudioErrorCode.NotFound, path, "there is no such shared memory",
                    "Its creator may have ended; ask it for a new one"),
            NotPermitted or Access =>
                new AudioException(AudioErrorCode.AccessDenied, path, "the shared memory belongs to another user",
                    "Run both processes as the same user"),
            _ => Failed(path, "the shared memory could not be opened", "Ask its creator for a new one"),
        };
    }

    private static AudioException Failed(string asked, string happened, string remedy) =>
        new(AudioErrorCode.InputOutput, asked, $"{happened} ({Marshal.GetLastPInvokeErrorMessage()})", remedy);

    private static void RequireLinux(string asked)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new AudioException(AudioErrorCode.Unsupported, asked, "rings are shared between processes on Linux only",
                "Use a ring inside the process");
        }
    }
}

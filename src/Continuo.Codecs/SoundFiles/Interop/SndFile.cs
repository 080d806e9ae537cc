using System.ComponentModel;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Interop;

/// <summary>The used part of libsndfile 1.x (sndfile.h). Counts are in frames.</summary>
internal static unsafe partial class SndFile
{
    public const string Package = "libsndfile1";

    public const int ModeRead = 0x10;
    public const int ModeWrite = 0x20;

    public const int TypeMask = 0x0FFF0000;
    public const int SubtypeMask = 0x0000FFFF;
    public const int EndianMask = 0x30000000;
    public const int BigEndian = 0x20000000;
    public const int Wav = 0x010000;
    public const int WavExtensible = 0x130000;
    public const int Rf64 = 0x220000;
    public const int Flac = 0x170000;
    public const int Ogg = 0x200000;
    public const int Mpeg = 0x230000;
    public const int Pcm16 = 0x0002;
    public const int Pcm24 = 0x0003;
    public const int Pcm32 = 0x0004;
    public const int Float = 0x0006;
    public const int Vorbis = 0x0060;
    public const int Opus = 0x0064;

    public const int GetFormatInfo = 0x1028;
    public const int SetCompressionLevel = 0x1301;
    public const int SetOggPageLatencyMs = 0x1302;

    /// <summary><c>SEEK_CUR</c>.</summary>
    public const int FromHere = 1;

    /// <summary>Length that libsndfile returns for a file of unknown length.</summary>
    public const long UnknownFrames = long.MaxValue;

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, Package);

    /// <summary>Loads the library.</summary>
    /// <exception cref="Audio.AudioException">It is not installed.</exception>
    public static void Require() => Library.Require("reading and writing sound files");

    /// <summary>
    /// libsndfile stores the reason of a failed open in one place for all threads: a thread holds this lock from the open until it has read
    /// the reason.
    /// </summary>
    public static readonly Lock Opening = new();

    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    private const string FileName = "libsndfile.so.1";

    /// <summary>
    /// Opens a file through a descriptor that is already open and stays open. The handle is invalid if libsndfile refuses; the system's
    /// error number is set.
    /// </summary>
    /// <exception cref="AudioException">The process has too many open files.</exception>
    public static SndFileHandle Open(string path, SafeFileHandle file, int mode, FileShape* shape)
    {
        // libsndfile closes the descriptor of a file that it refuses, in any case, so it receives a duplicate.
        var own = ControlDescriptor((int)file.DangerousGetHandle(), DuplicateCloseOnExec, 0);
        if (own >= 0) return OpenDescriptor(own, mode, shape, closeDescriptor: 1);
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        throw new AudioException(AudioErrorCode.InputOutput, path, error.Message, "Close other files, or raise the limit: ulimit -n",
            error);
    }

    [LibraryImport(FileName, EntryPoint = "sf_open_virtual")]
    public static partial SndFileHandle OpenVirtual(VirtualFunctions* functions, int mode, FileShape* shape, nint user);

    [LibraryImport(FileName, EntryPoint = "sf_format_check")]
    public static partial int IsPossible(FileShape* shape);

    [LibraryImport(FileName, EntryPoint = "sf_close", SetLastError = true)]
    public static partial int Close(nint file);

    [LibraryImport(FileName, EntryPoint = "sf_error")]
    public static partial int Error(SndFileHandle file);

    [LibraryImport(FileName, EntryPoint = "sf_strerror")]
    public static partial byte* ErrorText(SndFileHandle file);

    [LibraryImport(FileName, EntryPoint = "sf_strerror")]
    public static partial byte* OpenErrorText(nint none);

    [LibraryImport(FileName, EntryPoint = "sf_command")]
    public static partial int Command(SndFileHandle file, int command, void* value, int bytes);

    [LibraryImport(FileName, EntryPoint = "sf_command")]
    public static partial int GlobalCommand(nint none, int command, void* value, int bytes);

    [LibraryImport(FileName, EntryPoint = "sf_seek")]
    public static partial long Seek(SndFileHandle file, long frames, int whence);

    [LibraryImport(FileName, EntryPoint = "sf_readf_float")]
    public static partial long Read(SndFileHandle file, float* samples, long frames);

    [LibraryImport(FileName, EntryPoint = "sf_writef_float", SetLastError = true)]
    public static partial long Write(SndFileHandle file, float* samples, long frames);

    [LibraryImport(FileName, EntryPoint = "sf_writef_int", SetLastError = true)]
    public static partial long Write(SndFileHandle file, int* samples, long frames);

    [LibraryImport(FileName, EntryPoint = "sf_open_fd", SetLastError = true)]
    private static partial SndFileHandle OpenDescriptor(int descriptor, int mode, FileShape* shape, int closeDescriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlDescriptor(int descriptor, int command, int argument);

    /// <summary>The system's <c>lseek</c>: returns how far libsndfile has read.</summary>
    [LibraryImport("libc", EntryPoint = "lseek")]
    public static partial long SeekDescriptor(int descriptor, long offset, int whence);

    /// <summary><c>SF_INFO</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileShape
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }

    /// <summary><c>SF_VIRTUAL_IO</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct VirtualFunctions
    {
        public delegate* unmanaged[Cdecl]<nint, long> Length;
        public delegate* unmanaged[Cdecl]<long, int, nint, long> Seek;
        public delegate* unmanaged[Cdecl]<void*, long, nint, long> Read;
        public delegate* unmanaged[Cdecl]<void*, long, nint, long> Write;
        public delegate* unmanaged[Cdecl]<nint, long> Tell;
    }

    /// <summary><c>SF_FORMAT_INFO</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FormatName
    {
        public int Format;
        public byte* Name;
        public byte* Extension;
    }
}

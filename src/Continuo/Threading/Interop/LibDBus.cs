using System.Runtime.InteropServices;
using Continuo.Interop;

namespace Continuo.Threading.Interop;

/// <summary>The part of libdbus needed for calls with a few numbers.</summary>
internal static unsafe partial class LibDBus
{
    /// <summary>The library's file name.</summary>
    public const string FileName = "libdbus-1.so.3";

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, "libdbus-1-3");

    public const int SystemBus = 1;
    public const int UInt32 = 'u';
    public const int UInt64 = 't';
    public const int Int32 = 'i';
    public const int Int64 = 'x';
    public const int Text = 's';
    public const int Variant = 'v';

    [LibraryImport(FileName, EntryPoint = "dbus_threads_init_default")]
    public static partial uint UseThreads();

    [LibraryImport(FileName, EntryPoint = "dbus_error_init")]
    public static partial void ErrorInit(DBusError* error);

    [LibraryImport(FileName, EntryPoint = "dbus_error_free")]
    public static partial void ErrorFree(DBusError* error);

    [LibraryImport(FileName, EntryPoint = "dbus_bus_get_private")]
    public static partial nint Connect(int bus, DBusError* error);

    [LibraryImport(FileName, EntryPoint = "dbus_connection_set_exit_on_disconnect")]
    public static partial void ExitOnDisconnect(nint connection, uint exit);

    [LibraryImport(FileName, EntryPoint = "dbus_connection_close")]
    public static partial void Close(nint connection);

    [LibraryImport(FileName, EntryPoint = "dbus_connection_unref")]
    public static partial void Release(nint connection);

    [LibraryImport(FileName, EntryPoint = "dbus_message_new_method_call", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewCall(string destination, string path, string contract, string method);

    [LibraryImport(FileName, EntryPoint = "dbus_message_unref")]
    public static partial void ReleaseMessage(nint message);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_init_append")]
    public static partial void BeginArguments(nint message, ArgumentCursor* cursor);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_append_basic")]
    public static partial uint Append(ArgumentCursor* cursor, int type, void* value);

    [LibraryImport(FileName, EntryPoint = "dbus_connection_send_with_reply_and_block")]
    public static partial nint Call(nint connection, nint message, int timeoutMilliseconds, DBusError* error);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_init")]
    public static partial uint BeginReply(nint message, ArgumentCursor* cursor);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_get_arg_type")]
    public static partial int TypeAt(ArgumentCursor* cursor);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_recurse")]
    public static partial void Enter(ArgumentCursor* cursor, ArgumentCursor* inner);

    [LibraryImport(FileName, EntryPoint = "dbus_message_iter_get_basic")]
    public static partial void Get(ArgumentCursor* cursor, void* value);

    /// <summary>DBusError.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DBusError
    {
        public byte* Name;
        public byte* Message;
        private readonly nint _flags;
        private readonly nint _padding;
    }

    /// <summary>DBusMessageIter: opaque, at most 14 words.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 14 * 8)]
    public struct ArgumentCursor
    {
        private readonly nint _first;
    }
}

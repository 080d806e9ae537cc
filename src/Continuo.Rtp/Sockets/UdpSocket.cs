using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.Audio;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// A UDP socket that receives and sends many datagrams with one system call, without allocating. Its calls never wait;
/// <see cref="SocketWait"/> waits for any number of sockets. One thread may receive while any number of others send.
/// </summary>
internal abstract class UdpSocket : IDisposable
{
    private readonly Socket _socket;
    private long _refused;
    private volatile int _lastError;

    private protected UdpSocket(Socket socket)
    {
        _socket = socket;
        IsIp6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Local address and port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Size of the kernel's receive buffer in bytes, as granted.</summary>
    public int ReceiveBufferBytes => _socket.ReceiveBufferSize;

    /// <summary>Datagrams that the kernel dropped because its buffer was full, if known.</summary>
    public abstract long Overflows { get; }

    /// <summary>Datagrams that were dropped because they did not fit into the batch.</summary>
    public long Oversized { get; private protected set; }

    /// <summary>Datagrams that the system refused to send: no route, no buffer space, no receiver.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Reason for the last refusal; empty if there was none.</summary>
    public string LastRefusal => LastError == 0 ? "" : ErrorText(LastError);

    /// <summary>The socket's handle.</summary>
    internal SafeSocketHandle Handle => _socket.SafeHandle;

    private protected bool IsIp6 { get; }

    private protected Socket Socket => _socket;

    private protected int LastError => _lastError;

    /// <summary>Opens a socket.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InputOutput"/>: the port is in use, the address is not local; <see cref="AudioErrorCode.AccessDenied"/>:
    /// the port requires privileges; <see cref="AudioErrorCode.NotFound"/>: there is no such interface.
    /// </exception>
    public static UdpSocket Open(UdpOptions options) => Open(options, OperatingSystem.IsLinux() && Environment.Is64BitProcess);

    internal static UdpSocket Open(UdpOptions options, bool isNative)
    {
        ArgumentNullException.ThrowIfNull(options);
        var socket = UdpSetup.Open(options);
        return isNative ? new LinuxUdpSocket(socket) : new PortableUdpSocket(socket);
    }

    /// <summary>
    /// Receives the datagrams that have arrived, as many as fit. Does not wait. Does not throw for received data or disconnected peers.
    /// </summary>
    /// <returns>The number of datagrams now in the batch.</returns>
    public abstract int Receive(DatagramBatch batch);

    /// <summary>Sends all datagrams of a batch, each to its peer; those that the system refuses are counted.</summary>
    /// <returns>The number sent.</returns>
    public abstract int Send(DatagramBatch batch);

    /// <summary>Sends one datagram.</summary>
    /// <returns>Whether the system accepted it.</returns>
    public abstract bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer);

    /// <summary>Waits for data to receive.</summary>
    internal bool HasArrived(int microseconds)
    {
        try
        {
            return _socket.Poll(microseconds, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"UDP {Local}");

    /// <summary>Counts datagrams that were not sent. Thread-safe.</summary>
    private protected void CountRefused(int datagrams, int? error = null)
    {
        Interlocked.Add(ref _refused, datagrams);
        if (error is { } code) _lastError = code;
    }

    private protected abstract string ErrorText(int error);

    private protected static string SystemText(int error) => Marshal.GetPInvokeErrorMessage(error);
}

using System.Net.Sockets;

namespace Continuo.TestKit;

/// <summary>Two connected Unix sockets.</summary>
public static class SocketPair
{
    public static (Socket Near, Socket Far) Create()
    {
        var directory = Directory.CreateTempSubdirectory("continuo-pair-").FullName;
        try
        {
            var address = new UnixDomainSocketEndPoint(Path.Combine(directory, "s"));
            using var listener = Unix();
            listener.Bind(address);
            listener.Listen(1);
            var near = Unix();
            near.Connect(address);
            return (near, listener.Accept());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public static Socket Unix() =>
        new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 60_000, SendTimeout = 60_000 };
}

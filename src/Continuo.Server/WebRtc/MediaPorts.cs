using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Encoders;
using Continuo.Server.Options;
using Continuo.WebRtc;
using Continuo.WebRtc.Sessions;

namespace Continuo.Server.WebRtc;

/// <summary>
/// The UDP ports of WebRTC media: for each address that HTTP listens on, the same address and port number. Thread-safe after
/// <see cref="OpenRest"/>.
/// </summary>
internal sealed class MediaPorts(
    ServerOptions options,
    StreamEncoders encoders,
    TimeProvider time,
    ILogger<WebRtcHost> logger) : IAsyncDisposable
{
    private readonly List<(IPEndPoint Listen, WebRtcHost Host)> _hosts = [];

    /// <summary>The hosts, in the order of the addresses.</summary>
    public IReadOnlyList<WebRtcHost> Hosts => [.. _hosts.Select(h => h.Host)];

    /// <summary>Opens the ports whose numbers are known, before HTTP listens: what is in use is found before anything is served.</summary>
    /// <exception cref="AudioException">A port is in use.</exception>
    public void OpenFixed()
    {
        foreach (var endPoint in options.Listen.Where(l => l.Port != 0))
        {
            try
            {
                Open(endPoint, endPoint);
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.InputOutput)
            {
                throw new AudioException(AudioErrorCode.ServerUnavailable, $"UDP port {endPoint}", e.Happened,
                    "Stop the program that uses it, or choose another port: --listen 127.0.0.1:7481", e);
            }
        }
    }

    /// <summary>Opens those that follow a port which the system has chosen for HTTP, and starts all.</summary>
    /// <param name="bound">The addresses HTTP listens on.</param>
    public void OpenRest(IEnumerable<IPEndPoint> bound)
    {
        foreach (var endPoint in bound.Where(b => _hosts.All(h => !h.Listen.Equals(b))))
        {
            try
            {
                Open(endPoint, endPoint);
            }
            catch (AudioException)
            {
                // Another program has this number over UDP. Clients learn the port from the answer.
                Open(endPoint, new IPEndPoint(endPoint.Address, 0));
            }
        }

        foreach (var (_, host) in _hosts) host.Start();
    }

    /// <summary>The host for a client of an HTTP connection: at the address that it has reached.</summary>
    public WebRtcHost For(ConnectionInfo connection)
    {
        var local = connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : connection.LocalIpAddress;
        foreach (var (listen, host) in _hosts)
        {
            if (listen.Port == connection.LocalPort && (listen.Address.Equals(local) || IsAny(listen.Address))) return host;
        }

        return _hosts[0].Host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, host) in _hosts) await host.DisposeAsync().ConfigureAwait(false);
    }

    private void Open(IPEndPoint http, IPEndPoint media)
    {
        var settings = new WebRtcHostOptions
        {
            Listen = media,
            Encoders = encoders,
            PublicAddresses = options.PublicAddresses,
            WallClock = time,
            Logger = logger,
        };
        _hosts.Add((http, new WebRtcHost(settings)));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}

using Continuo.Audio;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Control;

/// <summary>Pings on both ways, and what follows from missing answers.</summary>
internal sealed partial class MumbleConnection
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private const long ControlPing = 5_000_000_000;
    private const long ControlLimit = 20_000_000_000; // the server itself gives up after 30 s
    private const long UdpPing = 1_000_000_000;
    private const long UdpPingUnanswered = 5_000_000_000;
    private const long TalkLimit = 400_000_000; // a talk without a last packet
    private const long ResyncPause = 5_000_000_000;

    private async Task KeepAliveAsync()
    {
        long nextControl = 0, nextUdp = 0, lastResync = 0;
        var (wasUsable, began) = (false, _options.Clock.Now);
        while (!_end.IsCancellationRequested)
        {
            var now = _options.Clock.Now;
            if (now - Volatile.Read(ref _lastMessage) > ControlLimit)
            {
                End(new AudioException(AudioErrorCode.TimedOut, _options.ToString(), "the server no longer answers",
                    "It is connected again by itself"));
                return;
            }

            StopTalks(now);
            if (_udp is { } udp)
            {
                var usable = udp.IsUsable;
                if (now >= nextUdp)
                {
                    SendPing(udp, now);
                    nextUdp = now + (usable || now - began < UdpPingUnanswered ? UdpPing : UdpPingUnanswered);
                }

                // The server returns to the tunnel with the first packet that arrives through it.
                if (wasUsable && !usable) TryWrite(() => _link.Control.WriteVoice(PingPacket(now)));
                wasUsable = usable;
                if (NeedsResync(udp, now) && now - lastResync > ResyncPause)
                {
                    lastResync = now;
                    TryWrite(() => Send(ControlMessageType.CryptSetup, new CryptSetupMessage()));
                }
            }

            if (now >= nextControl)
            {
                nextControl = now + ControlPing;
                TryWrite(() => Send(ControlMessageType.Ping, Statistics(now)));
            }

            await Task.Delay(Step, _end.Token).ConfigureAwait(false);
        }
    }

    private static bool NeedsResync(UdpVoice udp, long now) =>
        udp.Receiver is { Refused: > 0 } && udp.LastGood > 0 && now - udp.LastGood > ResyncPause && udp.LastRefused > udp.LastGood;

    private PingMessage Statistics(long now) => new()
    {
        Timestamp = (ulong)(now / 1_000_000),
        Good = _udp?.Receiver?.Good ?? 0,
        Late = _udp?.Receiver?.Late ?? 0,
        Lost = _udp?.Receiver?.Lost ?? 0,
        UdpPackets = (uint)(_udp?.Packets ?? 0),
    };

    private void SendPing(UdpVoice udp, long now) => udp.Send(PingPacket(now), isVoice: false);

    private byte[] PingPacket(long now)
    {
        var packet = new byte[16];
        return packet[..Layout.WritePing(packet, (ulong)(now / 1_000_000))];
    }

    private void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            End(Explain(e));
        }
    }

    /// <summary>Ends the talks of users whose last packet got lost.</summary>
    private void StopTalks(long now)
    {
        lock (_voice)
        {
            foreach (var user in _users.Values)
            {
                if (!user.IsTalking || now - user.LastVoice < TalkLimit) continue;
                user.IsTalking = false;
                _owner.Report(MumbleEventKind.TalkingStopped, user);
            }
        }
    }

    private async Task ReceiveDatagramsAsync(UdpVoice udp) =>
        await udp.ReceiveAsync((packet, arrival) => HandlePacket(packet.Span, arrival), _end.Token).ConfigureAwait(false);
}

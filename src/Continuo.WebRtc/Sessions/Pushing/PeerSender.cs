using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sessions.Listening;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Pushing;

/// <summary>Sends encoded packets to one peer, each when it is made. One thread at a time; does not wait or allocate.</summary>
internal sealed class PeerSender(PeerListener listener, SessionPort port, TimeProvider wallClock)
{
    private const int MaxDatagramBytes = 1500;

    private readonly byte[] _datagram = new byte[MaxDatagramBytes];

    /// <summary>Packets sent.</summary>
    public long Packets => listener.Packets;

    /// <summary>Sends a packet of Opus.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="contributors">Contributing sources (CSRC), at most 15.</param>
    /// <param name="mediaTime">Time of its first frame at 48 kHz.</param>
    /// <param name="frames">Its length at 48 kHz; it was captured by now.</param>
    /// <param name="level">Audio level.</param>
    /// <param name="isFirst">Whether it follows a pause.</param>
    public void Send(
        ReadOnlySpan<byte> payload, ReadOnlySpan<uint> contributors, long mediaTime, int frames, RtpAudioLevel level, bool isFirst)
    {
        var (now, wall) = (port.Clock.Now, wallClock.GetUtcNow().UtcDateTime);
        var sending = new Sending((uint)mediaTime, RtcpSenderReport.ToNtp(wall.AddTicks(-frames * TimeSpan.TicksPerSecond / 48_000)),
            RtcpSenderReport.ToNtp(wall), level, isFirst, now)
        {
            TimestampNow = (uint)(mediaTime + frames),
        };
        Send(listener.Write(_datagram, payload, sending, out var to, contributors), to);
        if (listener.IsReportDue(now)) Send(listener.WriteReport(_datagram, sending, out to), to);
    }

    private void Send(int bytes, in Rtp.Sockets.PeerAddress to)
    {
        if (bytes > 0 && !port.Send(_datagram.AsSpan(0, bytes), to)) listener.CountRefused();
    }
}

using System.Globalization;
using System.Net;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rooms.Outputs;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Simulation.Load;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// Our mixing server as a process of its own: a room whose participants send RTP to one port, told apart by SSRC, and receive from another.
/// Prints its port, then a line of statistics for each line that it reads.
/// </summary>
internal static class RoomProcess
{
    public static bool Run(int participants, int earsPort, int channels)
    {
        var options = new BridgeOptions(channels);
        var load = new LoadOptions { Speakers = participants, Listeners = participants, ChangedVolumes = RoomPeer.PersonalVolumes };
        var (plan, codec) = (new VoicePlan(load), CodecRegistry.Describe("opus", options.Format, load.Tick));
        var ears = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, earsPort));
        using var host = new RoomHost();
        var room = host.Open("bridge", new RoomOptions { Format = options.Format, Tick = load.Tick });
        var reception = new ReceptionOptions { Payloads = PayloadMap.Of(codec), MaxStreams = participants, DriftCorrection = false };
        using var session = new ReceiverSession(
            new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, reception, isRtcpShared: true);
        session.StreamBegun += (_, stream) => room.AddSpeaker(
            new SpeakerOptions { MemberId = VoicePlan.Id((int)(stream.Ssrc - RtpRoute.FirstSsrc)) }, new StreamSpeakerInput(stream));
        using var transport = UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, isRtcpShared: true);
        for (var n = 0; n < participants; n++)
        {
            room.AddListener(new ListenerOptions
            {
                MemberId = VoicePlan.Id(n),
                Codec = codec,
                Preset = options.Preset,
                Volumes = plan.Settings(n),
                AllowsForwarding = false,
            }, new RtpListenerOutput(transport, ears, codec, PayloadTypes.Opus, (uint)n));
        }

        session.Start();
        Console.WriteLine(session.Local.Port.ToString(CultureInfo.InvariantCulture));
        var before = host.Statistics;
        while (Console.ReadLine() is not null)
        {
            var now = host.Statistics;
            var time = now.TickTime;
            time.Subtract(before.TickTime);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{now.LateTicks - before.LateTicks} of {now.Ticks - before.Ticks} ticks late, p99 {time.P99 * 1e-6:F1} ms, "
                    + $"quality reduced by {now.ShedStep} steps"));
            before = host.Statistics;
        }

        return true;
    }
}

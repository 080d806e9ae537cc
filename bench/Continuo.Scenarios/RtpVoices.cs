using System.Diagnostics;
using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.Scenarios;

/// <summary>
/// The other side of <see cref="RtpMix"/>, a process of its own: many voices, each 20 ms of Opus per packet, sent in four groups 5 ms
/// apart.
/// </summary>
internal static class RtpVoices
{
    private const int Groups = 4;
    private const int PacketsPerLoop = 50;
    private const int Frames = 960;

    public static bool Run(int port, int voices, double seconds)
    {
        var payloads = Encode();
        var to = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port));
        using var socket = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        using var stop = new WakeSignal();
        var batch = new DatagramBatch(voices / Groups + 1, 400);
        var clock = SystemClock.Instance;
        _ = RealTimePriority.TryRaise(); // the network that is played here does not wait for a busy machine
        var sent = 0L;
        var start = clock.Now;
        var cpu = Environment.CpuUsage.TotalTime;
        var ticks = (int)(seconds * 50 * Groups);
        for (var tick = 0; tick < ticks; tick++)
        {
            clock.WaitUntil(start + tick * (20_000_000L / Groups), stop);
            batch.Clear();
            var packet = tick / Groups;
            for (var voice = tick % Groups; voice < voices; voice += Groups)
            {
                var at = new RtpHeader(PayloadTypes.Opus, (ushort)packet, (uint)(packet * Frames), (uint)(1000 + voice))
                    .WriteTo(batch.Next);
                var payload = payloads[(packet + voice) % PacketsPerLoop];
                payload.CopyTo(batch.Next[at..]);
                batch.Add(at + payload.Length, to);
            }

            sent += socket.Send(batch);
        }

        var share = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / (clock.Now - start);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} {socket.Refused} {share * 100:F1}"));
        return true;
    }

    /// <summary>Starts this program again as the sender.</summary>
    public static Process Start(int port, int voices, double seconds)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Environment.GetCommandLineArgs()[0], "rtp-voices",
            port.ToString(CultureInfo.InvariantCulture), voices.ToString(CultureInfo.InvariantCulture),
            seconds.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static byte[][] Encode()
    {
        using var encoder = CodecRegistry.CreateEncoder(
            CodecRegistry.Describe("opus", AudioFormat.Default, parameters: "maxaveragebitrate=96000;cbr=1"));
        var samples = new float[Frames * 2];
        var payload = new byte[encoder.MaxPayloadBytes];
        var payloads = new byte[PacketsPerLoop][];
        for (var packet = 0; packet < PacketsPerLoop; packet++)
        {
            for (var i = 0; i < Frames; i++)
            {
                var t = (double)(packet * Frames + i) / 48_000;
                samples[2 * i] = (float)(0.004 * Math.Sin(2 * Math.PI * 300 * t));
                samples[2 * i + 1] = (float)(0.004 * Math.Sin(2 * Math.PI * 700 * t));
            }

            payloads[packet] = payload[..encoder.Encode(samples, payload)];
        }

        return payloads;
    }
}

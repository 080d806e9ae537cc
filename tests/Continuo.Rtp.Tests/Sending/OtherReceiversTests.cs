using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Tests.Packets;

namespace Continuo.Rtp.Tests.Sending;

/// <summary>What we send, received by programs of others.</summary>
public sealed class OtherReceiversTests : IDisposable
{
    private const int Seconds = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("codec=opus")]
    [InlineData("codec=opus&ptime=10&preset=low")]
    [InlineData("codec=L16")]
    [InlineData("codec=L24")]
    public void Ffmpeg_receives_by_the_description_and_hears_the_tone(string options)
    {
        using var sink = Open(options, out var port);
        using var receiver = Start("ffmpeg", "ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", "file,rtp,udp", "-i",
            Place("a.sdp"), "-ac", "2", "-f", "f32le", Place("a.raw"));
        AssertHears(sink, port, receiver);
    }

    [Theory]
    [InlineData("codec=opus", "encoding-name=OPUS", "rtpopusdepay ! opusdec", 101)]
    [InlineData("codec=L16", "encoding-name=L16,channels=2", "rtpL16depay", 400)]
    [InlineData("codec=L24", "encoding-name=L24,channels=2", "rtpL24depay", 400)]
    public void GStreamer_receives_and_hears_the_tone(string options, string encoding, string depayloader, int packets)
    {
        using var sink = Open(options, out var port);
        var pipeline = string.Create(
            CultureInfo.InvariantCulture,
            $"udpsrc port={port} num-buffers={packets} caps=application/x-rtp,media=audio,clock-rate=48000,payload=96,{encoding} "
            + $"! {depayloader} ! audioconvert ! audio/x-raw,format=F32LE,channels=2 ! filesink location={Place("a.raw")}");
        using var receiver = Start(
            "gst-launch-1.0",
            "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
            ["-q", .. pipeline.Split(' ')]);
        AssertHears(sink, port, receiver);
    }

    private void AssertHears(RtpSenderSink sink, int port, Process receiver)
    {
        var errors = receiver.StandardError.ReadToEndAsync();
        UdpQueue.WaitUntilBound(port);
        var packetFrames = 0L;
        for (var at = 0; at < Seconds * 48_000; at += 480)
        {
            sink.Write(Tones.Sine(440, 48_000, 480, 2, 0.25, at));
            packetFrames = sink.FramesWritten / Math.Max(1, sink.Statistics!.Packets);
            UdpQueue.WaitUntilFetched(port, allBut: 50_000);
        }

        UdpQueue.WaitUntilFetched(port, allBut: 0); // a goodbye overtakes what still waits at the other port
        sink.Finish(); // it ends ffmpeg, the number of packets GStreamer
        var hasEnded = receiver.WaitForExit(120_000);
        if (!hasEnded) receiver.Kill();
        Assert.True(hasEnded && receiver.ExitCode == 0, errors.Result);
        var sound = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Place("a.raw")));
        var left = new float[sound.Length / 2];
        for (var i = 0; i < left.Length; i++) left[i] = sound[2 * i];

        // All of it; at the end a packet's rest may be silence, and a receiver that waits for a second packet may miss the first.
        Assert.InRange(left.Length, (Seconds * 48_000) - (2 * packetFrames), (Seconds * 48_000) + (2 * packetFrames));
        var middle = left.AsSpan(24_000, 48_000);
        Assert.InRange(Tones.AmplitudeOf(middle, 440, 48_000), 0.24, 0.26);
        Assert.InRange(Tones.Rms(middle), 0.24 / Math.Sqrt(2), 0.26 / Math.Sqrt(2)); // and nothing else
    }

    private RtpSenderSink Open(string options, out int port)
    {
        port = FreePort();
        var sink = new RtpSenderSink(
            RtpSenderOptions.FromAddress(
                AudioAddress.Parse($"rtp://127.0.0.1:{port}?{options}&sdp={Uri.EscapeDataString(Place("a.sdp"))}")));
        sink.Open(new AudioFormat(48_000, 2));
        return sink;
    }

    /// <summary>
    /// A port that is free, and its neighbour, too; below those that the system gives away by itself, so that they stay so.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = 2 * Random.Shared.Next(10_000, 15_000);
            try
            {
                using var rtp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Any, port) });
                using var rtcp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Any, port + 1) });
                return port;
            }
            catch (AudioException)
            {
                // Taken: another one.
            }
        }
    }

    private string Place(string name) => Path.Combine(_folder, name);

    private static Process Start(string tool, string packages, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{tool} is not installed: apt-get install {packages}");
            throw;
        }
    }
}

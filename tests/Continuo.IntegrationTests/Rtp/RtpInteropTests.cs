using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.IntegrationTests.Audio;
using Continuo.Recording;
using Continuo.Rtp;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Rtp;

/// <summary>
/// Continuo and others, in both directions: the tones arrive on their sides at their pitch, level and length. A delay of 400 ms on the
/// receiving side, so that a busy machine is no bad network.
/// </summary>
public sealed class RtpInteropTests
{
    private const double LevelDb = -6.02;
    private const string Patient = "delay=400&mindelay=400&maxdelay=1000";

    [Theory]
    [RealTimeTest("ffmpeg sends in real time; a stall beyond the delay of 400 ms is concealed and breaks the tone")]
    [InlineData("opus")]
    [InlineData("L16")]
    public void What_ffmpeg_sends_arrives_whole(string codec)
    {
        using var peers = new RtpPeers();
        var port = RtpPeers.FreePort();
        var sdp = peers.DescribeFfmpeg(codec, port);
        RtpReceiver? receiver = null;
        var system = new AudioSystem().UseRtp(made => receiver = made);
        using var stream = AudioStream.Open($"{sdp}?{Patient}&until=bye", system: system);
        using var reader = stream.OpenReader();
        stream.Start();
        peers.StartFfmpegSender(codec, port, seconds: 2);

        // Until its goodbye.
        var capture = Capture.Read(reader, TimeSpan.FromSeconds(20));
        AssertTones(capture, seconds: 2, right: 1500);
        var statistics = receiver!.Stream!.GetStatistics();
        Assert.Equal(codec, statistics.Codec!.Name, ignoreCase: true);
        Assert.Equal((statistics.ExpectedPackets, 0L), (statistics.ReceivedPackets, statistics.UnknownPayloads));
        Assert.True(statistics.SenderReports > 0, "no sender report was understood");
    }

    [Theory]
    [RealTimeTest("GStreamer sends in real time; a stall beyond the delay of 400 ms is concealed and breaks the tone")]
    [InlineData("opus")]
    [InlineData("L16")]
    public void What_GStreamer_sends_arrives_whole(string codec)
    {
        using var peers = new RtpPeers();
        var port = RtpPeers.FreePort();
        var sdp = Path.Combine(peers.Folder, "gstreamer.sdp");
        File.WriteAllText(sdp, SdpWriter.Write(new SdpDescription
        {
            Connection = new SdpConnection(IPAddress.Loopback),
            Media =
            [
                new SdpMedia
                {
                    Port = port,
                    Formats = [codec == "opus" ? new SdpFormat(97, "opus", 48_000, 2) : new SdpFormat(96, "L16", 48_000, 2)],
                },
            ],
        }));
        RtpReceiver? receiver = null;
        var system = new AudioSystem().UseRtp(made => receiver = made);
        using var stream = AudioStream.Open($"{sdp}?{Patient}", system: system);
        using var reader = stream.OpenReader();
        stream.Start();
        peers.StartGStreamerSender(codec, port, packets: 100);
        // Two seconds of tone, and the delay before it.
        var capture = Capture.Read(reader, TimeSpan.FromSeconds(2.6));
        AssertTones(capture, seconds: 2, right: 1000);
        var statistics = receiver!.Stream!.GetStatistics();
        Assert.Equal((statistics.ExpectedPackets, 0L), (statistics.ReceivedPackets, statistics.UnknownPayloads));
    }

    [Theory]
    [RealTimeTest("ffmpeg drops packets that its own clock calls late")]
    [InlineData("opus")]
    [InlineData("L16")]
    public void What_is_sent_to_ffmpeg_arrives_whole(string codec)
    {
        using var peers = new RtpPeers();
        var (port, sdp) = (RtpPeers.FreePort(), Path.Combine(peers.Folder, "continuo.sdp"));
        using var sender = new ToneSender(codec, port, sdp);
        var file = peers.StartFfmpegReceiver(sdp, seconds: 2);
        RtpPeers.AwaitListener(port);
        sender.Start();
        peers.AwaitEnd();
        var samples = File.ReadAllBytes(file);
        // Past the header of the file.
        var data = samples.AsSpan().IndexOf("data"u8) + 8;
        var floats = MemoryMarshal.Cast<byte, float>(samples.AsSpan(data, (samples.Length - data) / 8 * 8)).ToArray();
        Assert.InRange(floats.Length / 2, 48_000 * 2 - 4800, 48_000 * 2 + 4800);
        AssertTone(floats, 0, 1000, 2);
        AssertTone(floats, 1, 1000, 2);
    }

    [Theory]
    [RealTimeTest("GStreamer's jitter buffer drops packets that come late")]
    [InlineData("opus")]
    [InlineData("L16")]
    public void What_is_sent_to_GStreamer_arrives_whole(string codec)
    {
        using var peers = new RtpPeers();
        var (port, sdp) = (RtpPeers.FreePort(), Path.Combine(peers.Folder, "continuo.sdp"));
        using var sender = new ToneSender(codec, port, sdp);
        var file = peers.StartGStreamerReceiver(sdp);
        RtpPeers.AwaitListener(port);
        sender.Start();
        RtpPeers.Await(() => File.Exists(file) && new FileInfo(file).Length >= 48_000 * 2 * 8, "GStreamer does not receive");
        var floats = MemoryMarshal.Cast<byte, float>(ReadShared(file).AsSpan(0, 48_000 * 2 * 8)).ToArray();
        AssertTone(floats, 0, 1000, 2);
        AssertTone(floats, 1, 1000, 2);
    }

    // Level and pitch in the middle, and the length from the first to the last of the tone.
    private static void AssertTones(Capture capture, double seconds, double right)
    {
        foreach (var (channel, hertz) in new[] { (0, 1000.0), (1, right) })
        {
            var samples = capture.Channel(channel);
            var (start, end) = Tones.Extent(samples, hertz, 48_000);
            // After the last packet it is made up for a tenth of a second, fading.
            Assert.InRange((end - start) / 48_000.0, seconds - 0.06, seconds + 0.15);
            AssertSteady(samples.AsSpan(start + 24_000, 48_000), hertz);
        }
    }

    private static void AssertTone(float[] interleaved, int channel, double hertz, double seconds)
    {
        var samples = new float[interleaved.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = interleaved[2 * i + channel];
        var (start, end) = Tones.Extent(samples, hertz, 48_000);
        Assert.InRange((end - start) / 48_000.0, seconds - 0.2, seconds + 0.05);
        AssertSteady(samples.AsSpan(start + 24_000, 48_000), hertz);
    }

    // A window of a second is 4 Hz wide: at another pitch, or with a piece made up in it, the level would not be this one.
    private static void AssertSteady(ReadOnlySpan<float> samples, double hertz)
    {
        Assert.InRange(Tones.LevelDb(samples, hertz, 48_000), LevelDb - 0.3, LevelDb + 0.3);
        Assert.InRange(Tones.ResidualDb(samples, [hertz], 48_000), -200, -40);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A tone of six seconds on its way to a port, and its description.</summary>
    private sealed class ToneSender : IDisposable
    {
        private readonly AudioStream _stream;
        private readonly Recorder _recorder;

        public ToneSender(string codec, int port, string sdp)
        {
            var system = new AudioSystem().UseRtp();
            _stream = AudioStream.Open("tone:1000?level=-6.0206&seconds=6", system: system);
            var address = string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{port}?codec={codec}&sdp={sdp}");
            _recorder = Recorder.Start(_stream,
                system.CreateSink(AudioAddress.Parse(address), new SinkRequest(null, _stream.Options.Clock)), new RecorderOptions());
            RtpPeers.Await(
                () => File.Exists(sdp) && File.ReadAllText(sdp).Contains("m=audio", StringComparison.Ordinal),
                "no description was written");
        }

        public void Start() => _stream.Start();

        public void Dispose()
        {
            _recorder.Dispose();
            _stream.Dispose();
        }
    }
}

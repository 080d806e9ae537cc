using System.Diagnostics;
using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Servers;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sockets;

namespace Continuo.IntegrationTests.Rtp;

/// <summary>
/// ffmpeg and GStreamer as senders and receivers of RTP on the loopback, left 1000 Hz and right 1500 Hz, each at −6 dBFS.
/// </summary>
public sealed class RtpPeers : IDisposable
{
    private const string Tones = "aevalsrc=0.5*sin(2*PI*1000*t)|0.5*sin(2*PI*1500*t):s=48000";

    private readonly List<Process> _started = [];

    /// <summary>A folder for this test alone.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("continuo-rtp-").FullName;

    /// <summary>A port of the loopback that was free just now, and the next one, too.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var rtp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
            if (rtp.Local.Port % 2 != 0 || rtp.Local.Port == IPEndPoint.MaxPort - 1) continue;
            try
            {
                using var rtcp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, rtp.Local.Port + 1) });
                return rtp.Local.Port;
            }
            catch (AudioException)
            {
            }
        }
    }

    /// <summary>
    /// What ffmpeg says of a session it would send: the description of <see cref="StartFfmpegSender"/>, before that is started.
    /// </summary>
    public string DescribeFfmpeg(string codec, int port)
    {
        var path = Path.Combine(Folder, "ffmpeg.sdp");
        // Sent to a port where nobody listens yet.
        TestTool.Run("ffmpeg",
            ["-y", "-loglevel", "error", "-f", "lavfi", "-i", $"{Tones}:d=0.02", .. Encoding(codec), "-f", "rtp", "-sdp_file", path,
                Url(port)]);
        return path;
    }

    /// <summary>Sends in real time and then says goodbye.</summary>
    public void StartFfmpegSender(string codec, int port, double seconds) =>
        Start("ffmpeg",
            ["-loglevel", "error", "-re", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"{Tones}:d={seconds}"),
                .. Encoding(codec), "-f", "rtp", "-rtpflags", "send_bye", Url(port)]);

    /// <summary>Records what a description announces, as WAV.</summary>
    public string StartFfmpegReceiver(string sdp, double seconds)
    {
        var path = Path.Combine(Folder, "ffmpeg.wav");
        Start("ffmpeg",
            ["-y", "-loglevel", "error", "-protocol_whitelist", "file,udp,rtp", "-i", sdp, "-t",
                seconds.ToString(CultureInfo.InvariantCulture), "-c:a", "pcm_f32le", path]);
        return path;
    }

    /// <summary>Sends in real time; 20 ms a packet. Its reports are not sent, so there is no goodbye.</summary>
    public void StartGStreamerSender(string codec, int port, int packets)
    {
        string[] pay = codec == "opus"
            ? ["opusenc", "bitrate=96000", "!", "rtpopuspay", "pt=97"]
            :
            [
                "audioconvert", "!", "audio/x-raw,format=S16BE", "!",
                "rtpL16pay", "pt=96", "mtu=8000", "min-ptime=5000000", "max-ptime=5000000",
            ];
        Start("gst-launch-1.0",
            ["-q", "audiotestsrc", "wave=sine", "freq=1000", "volume=0.5", $"num-buffers={packets}", "samplesperbuffer=960", "is-live=true",
                "!", "audio/x-raw,rate=48000,channels=2", "!", .. pay, "!", "udpsink", "host=127.0.0.1", $"port={port}"]);
    }

    /// <summary>Records what a description announces, as raw floats.</summary>
    public string StartGStreamerReceiver(string sdp)
    {
        var path = Path.Combine(Folder, "gstreamer.raw");
        var media = SdpReader.ReadFile(sdp).Media[0];
        var format = media.Formats[0];
        var isOpus = format.Is("opus");
        var caps = string.Create(CultureInfo.InvariantCulture,
            $"application/x-rtp,media=audio,payload={format.PayloadType},clock-rate={format.ClockRate},"
            + $"encoding-name={(isOpus ? "OPUS" : format.Encoding)},channels={format.Channels}");
        Start(
            "gst-launch-1.0",
            [
                "-q", "udpsrc", $"port={media.Port}", $"caps={caps}", "!", "rtpjitterbuffer", "latency=500", "!",
                .. isOpus ? ["rtpopusdepay", "!", "opusdec"] : (string[])[$"rtp{format.Encoding}depay"],
                "!", "audioconvert", "!", "audio/x-raw,format=F32LE,rate=48000,channels=2,layout=interleaved", "!", "filesink",
                $"location={path}", "buffer-mode=unbuffered",
            ]);
        return path;
    }

    /// <summary>Waits until somebody listens on a port.</summary>
    public static void AwaitListener(int port)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $":{port:X4} ");
        Await(
            () =>
                File.ReadAllLines("/proc/net/udp")
                    .Concat(File.ReadAllLines("/proc/net/udp6"))
                    .Any(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, ..]
                        && (local + " ").EndsWith(wanted, StringComparison.Ordinal)),
            "nobody listens");
    }

    /// <summary>Waits for something that happens for sure.</summary>
    public static void Await(Func<bool> condition, string otherwise)
    {
        var deadline = SystemClock.Instance.Now + 60_000_000_000;
        while (!condition())
        {
            Assert.True(SystemClock.Instance.Now < deadline, otherwise);
            Thread.Sleep(20);
        }
    }

    /// <summary>Waits until all that was started has ended.</summary>
    public void AwaitEnd() => Await(() => _started.All(p => p.HasExited), "a peer does not end");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _started) TestTool.Kill(process);
        Directory.Delete(Folder, recursive: true);
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{port}");

    private static string[] Encoding(string codec) => codec == "opus" ? ["-c:a", "libopus", "-b:a", "128k"] : ["-c:a", "pcm_s16be"];

    private void Start(string tool, string[] arguments) => _started.Add(TestTool.Start(tool, arguments));
}

using System.Globalization;
using Continuo.Scenarios;
using Continuo.Scenarios.Cluster;
using Continuo.Scenarios.Page;
using Continuo.Scenarios.Rooms;
using Continuo.Scenarios.Server;
using Continuo.Scenarios.WebRtc;

// Long runs on real servers, each printing its figures. Exit code 0: as promised; 1: not; 2: wrong usage.
if (args is ["rtp-voices", var port, var voices, var length])
{
    var culture = CultureInfo.InvariantCulture;
    return RtpVoices.Run(int.Parse(port, culture), int.Parse(voices, culture), double.Parse(length, culture)) ? 0 : 1;
}

if (args is ["audiobridge-room", var participants, var ears, var channels])
{
    var culture = CultureInfo.InvariantCulture;
    return RoomProcess.Run(int.Parse(participants, culture), int.Parse(ears, culture), int.Parse(channels, culture)) ? 0 : 1;
}

if (args is ["audiobridge", ..])
{
    var rest = args.Skip(1).Where(a => a != "--stereo").ToArray();
    if (rest.Length % 2 != 0 || rest.Chunk(2).Any(pair => pair[0] is not ("--seconds" or "--participants"))) return 2;
    var options = rest.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    int[] counts = options.TryGetValue("--participants", out var list)
        ? [.. list.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))]
        : [];
    return AudioBridge.Run(
        double.Parse(options.GetValueOrDefault("--seconds", "10"), CultureInfo.InvariantCulture),
        args.Contains("--stereo") ? 2 : 1,
        counts) ? 0 : 1;
}

if (args is ["whep-fanout", ..] && args.Length % 2 == 1)
{
    var options = args.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    var listeners = int.Parse(options.GetValueOrDefault("--listeners", "1000"), CultureInfo.InvariantCulture);
    return WhepFanout.Run(listeners, double.Parse(options.GetValueOrDefault("--seconds", "20"), CultureInfo.InvariantCulture)) ? 0 : 1;
}

if (args is ["cluster-simulation", ..] && args.Length % 2 == 1)
{
    return ClusterDay.Run(args.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));
}

var seconds = 0.0;
if (args is ["page", ..])
{
    var rest = args.Skip(1).Where(a => a != "--json").ToArray();
    if (rest is not ([] or ["--seconds", _]) || (rest.Length > 0 && !TryParse(rest[1], out seconds))) return 2;
    return PageScenario.Run(seconds > 0 ? seconds : 300, asJson: args.Contains("--json")) ? 0 : 1;
}

var valid = args.Length is 1 or 3
    && (args.Length == 1 || (args[1] is "--seconds" or "--duration" or "--count" && TryParse(args[2], out seconds)));
Func<double, bool>? scenario = !valid ? null : args[0] switch
{
    "alsa" => s => AlsaSoak.Run(s > 0 ? s : 600),
    "capture-storm" => s => CaptureStorm.Run(s > 0 ? s : 60),
    "streams" => s => ManyStreams.Run(s > 0 ? s : 10),
    "capture-cost" => s => CaptureCost.Run(s > 0 ? s : 80),
    "latency" => s => CaptureLatency.Run(s > 0 ? s : 20),
    "gc-storm" => s => GcStorm.Run(s > 0 ? s : 60),
    "gc-storm-480" => s => GcStorm.PlayByEngine(480, s > 0 ? s : 60) == 0,
    "gc-storm-240" => s => GcStorm.PlayByEngine(240, s > 0 ? s : 60) == 0,
    "drift" => s => Drift.Run(s > 0 ? s : 3600),
    "live-drift" => s => LiveDrift.Run(s > 0 ? s : 86_400),
    "fuzz-ipc" => s => FuzzIpc.Run(s > 0 ? (long)s : 1_000_000),
    "ipc-kills" => s => IpcKills.Run(s > 0 ? (int)s : 100),
    "engine-start" => s => EngineStart.Run(s > 0 ? (int)s : 10),
    "engine-soak" => s => EngineSoak.Run(s > 0 ? s : 600),
    "engine-stems" => s => EngineStems.Run(s > 0 ? s : 60),
    "engine-kills" => s => EngineKills.Run(s > 0 ? (int)s : 100),
    "rtp-200" => s => RtpMix.Run(s > 0 ? s : 60, driftCorrection: true),
    "rtp-200-one-clock" => s => RtpMix.Run(s > 0 ? s : 60, driftCorrection: false),
    "fuzz-dtls" => s => DtlsFuzzing.Run(s > 0 ? (long)s : 1_000_000),
    "webrtc-latency" => s => WebRtcLatency.Run(s > 0 ? s : 20),
    "metrics-cost" => s => MetricsCost.Run(s > 0 ? s : 60),
    "fuzz-parsers" => s => ParserFuzzing.Run(s > 0 ? (long)s : 10_000_000),
    "fuzz-webrtc" => s => WebRtcFuzzing.Run(s > 0 ? (long)s : 1_000_000),
    "fuzz-mumble" => s => MumbleFuzzing.Run(s > 0 ? (long)s : 1_000_000),
    "rooms" => _ => RoomCost.Run(),
    "parked-rooms" => s => ParkedRooms.Run(s > 0 ? s : 20),
    "room-soak" => s => RoomSoaking.Run(s > 0 ? s : 86_400),
    "spans" => s => RoomSpans.Run(s > 0 ? s : 20),
    "room-storm" => s => RoomStorm.Run(s > 0 ? s : 15),
    "recovery" => s => Recovery.Run(s > 0 ? (int)s : 20),
    "recovery-partition" => s => Recovery.RunPartition(s > 0 ? (int)s : 20),
    "cluster-cost" => s => ClusterCost.Run(s > 0 ? s : 10),
    "lifecycle" => s => LifeCycles.Run(s > 0 ? (long)s : 1_000_000),
    _ => null,
};
if (scenario is null)
{
    Console.Error.WriteLine("""
        usage: scenarios NAME [--seconds N | --duration 10m | --count N]
        Scenarios with an engine start the built one, or the executable that CONTINUO_BINARY names (./publish makes a native one).
          alsa            record --backend alsa through the plug-in pulse in front of a real server: frames, gaps, breaks in a tone (10 m)
          drift           two clocks that differ by -1000 to 1000 ppm, in virtual time (an hour each)
          live-drift      a live stream and a consumer 300 ppm apart, in virtual time (a day, each way)
          gc-storm        play through the engine while this process collects garbage three times a second (60 s at 2 × 480 frames, 60 s at 2 × 240)
          gc-storm-480    of gc-storm the engine with its own source alone, 2 × 480 frames ahead (60 s); also gc-storm-240
          engine-kills    kill -9 of the application and of the engine at random moments (N times each: 100)
          engine-start    start the engine's process N times (10): how soon it is ready
          engine-soak     play, seek and meter through the engine: collections, and what each of its threads allocates (10 m)
          engine-stems    32 files of an hour through the engine into a real server: start, memory, underruns (60 s)
          ipc-kills       kill -9 of servers and of clients of ipc: at random moments (N times each: 100)
          fuzz-ipc        hostile messages to servers and clients of ipc: while others listen (N messages: 1 000 000)
          capture-storm   capture from a real server while this process collects garbage three times a second (60 s)
          rtp-200         200 RTP streams from another process, dejittered, decoded, brought to our clock and mixed (60 s)
          rtp-200-one-clock   the same without drift correction
          audiobridge     the same Opus participants over RTP in Janus's AudioBridge and in our room, more and more (--participants 20,60 --stereo; 10 s each)
          whep-fanout     one stream to 1000 WebRTC listeners in this process (--listeners N), of which three misbehave: joins, losses, packets/s per core (20 s)
          fuzz-dtls       N spoilt DTLS datagrams to handshakes and connections (1 million)
          webrtc-latency  set-up, capture to arrival (WHEP) and capture to our ring (WHIP) on loopback (20 s each)
          metrics-cost    processor time of a streaming server with and without scraping of its metrics (60 s)
          page            the page in chromium: level by path, drop-outs, latency beside markers, faders, volumes in a room, a killed server (300 s; --json)
          fuzz-parsers    N spoilt inputs to the parsers of RTP, RTCP, RED and SDP (10 million)
          fuzz-webrtc     N spoilt STUN messages, offers, answers and SRTP packets (1 million)
          rooms           what a tick of a room costs against speakers, listeners and changed volumes; draws docs/plots/room-cost.svg
          parked-rooms    processor time of 10 000 rooms in which no one speaks (20 s without, 20 s with them)
          room-soak       joins and leaves in virtual time: memory, drops, what is left behind (a day, 100 000 people; a few minutes)
          room-storm      how late a room's ticks get while its process collects garbage three times a second (15 s without, 15 s with)
          spans           one speaker and 3000 listeners in a room over three nodes: traffic, late ticks, what a hop takes, a slow node (20 s each)
          cluster-cost    the cluster's engine: lookups per second, memory of a node and of a room, commands of Redis (needs redis-server; 10 s)
          cluster-simulation  placement and failures of a cluster in virtual time (--nodes 1000 --hours 24 --users 150000 --cores 4 --zones 4 --seed 1)
          fuzz-mumble     N spoilt control messages, voice packets and datagrams of Mumble (1 million)
          recovery        a node of three killed, frozen, cut off, and Redis killed: how soon rooms and voices are back (N times each: 20)
          recovery-partition  of recovery the node that is cut off, alone
          lifecycle       random starts, stops, subscriptions, recordings and disposals from several threads (N commands: 1 000 000)
          capture-cost    recording a device and an application beside parec: processor time and wake-ups of each, by thread (80 s in 4 rounds)
          streams         five applications' streams at once, then a hundred generators (10 s each)
          latency         from the device and from the complete chunk to the callback, and CPU per stream (20 s)
        """);
    return 2;
}

return scenario(seconds) ? 0 : 1;

static bool TryParse(string text, out double seconds)
{
    var unit = text[^1] switch { 'm' => 60, 'h' => 3600, _ => 1 };
    if (!double.TryParse(text.TrimEnd('s', 'm', 'h'), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)) return false;
    seconds *= unit;
    return seconds > 0;
}

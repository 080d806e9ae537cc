using System.Diagnostics;
using System.Globalization;
using System.Net;
using Continuo.Simulation.WebRtc;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions;

namespace Continuo.Scenarios.WebRtc;

/// <summary>
/// One stream to many WebRTC listeners of this process: each joins with offer, checks and DTLS, decrypts all its packets and counts what
/// is missing; some decode and measure the tone. Meanwhile one stops reading, one floods and one vanishes.
/// </summary>
internal static class WhepFanout
{
    private const double Hertz = 440;
    private const int Decoding = 8;
    private const int JoinersAtOnce = 64;

    public static bool Run(int listeners, double seconds)
    {
        BouncyEngine.WarmUp().Wait();
        var host = new WebRtcHost(new WebRtcHostOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), MaxSessions = listeners + 10 });
        host.Start();
        using var stream = AudioStream.Open(string.Create(CultureInfo.InvariantCulture, $"tone:{Hertz}"));
        stream.Start();
        using var crowd = new LoadCrowd();
        var joining = Stopwatch.StartNew();
        var peers = Join(host, stream, crowd, listeners);
        joining.Stop();
        var failed = peers.Count(p => !p.IsConnected);
        var setUp = host.Sessions.Select(s => s.Statistics.SetUp?.TotalMilliseconds ?? double.NaN).Where(double.IsFinite).Order().ToArray();
        Thread.Sleep(2000);

        var gaps = stream.Statistics.Gaps;
        var tones = peers.Take(Decoding).Select(p => Decode(p)).ToArray();
        var quiet = Measure(host, stream, peers, seconds / 2);
        var abuse = new Abuse(crowd, peers[^1], peers[^2], peers[^3]);
        var abused = Measure(host, stream, [.. peers.Take(listeners - 3)], seconds / 2, abuse);
        var worst = tones.Min(t => t.TonePercent);
        foreach (var peer in peers.Take(Decoding)) peer.Payload = null;
        Thread.Sleep(50);
        foreach (var tone in tones) tone.Dispose();
        var spread = crowd.Spread.Snapshot();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {listeners} WHEP listeners of one stream, Opus 128 kb/s stereo, 20 ms a packet, AEAD_AES_128_GCM, on loopback, the listeners in this process, too
              joins: {listeners - failed} with checks and DTLS in {joining.Elapsed.TotalSeconds:F1} s, {(listeners - failed) / joining.Elapsed.TotalSeconds:F0}/s with both ends' work, {JoinersAtOnce} at a time; {failed} failed; from the answer to connected p50 {Percentile(setUp, 50):F0} ms, p95 {Percentile(setUp, 95):F0}
              quiet  {quiet}
              abused {abused}; one flooded with {abuse.Flooded} packets, one stopped reading, one vanished
              the packets of one instant reach all listeners within p50 {spread.P50 / 1e6:F2} ms, p99 {spread.P99 / 1e6:F2}, max {spread.Max / 1e6:F2}
              tone in what {tones.Length} of them decoded: at least {worst:F2} % of the power, {tones.Max(t => t.Spoilt)} windows of 100 ms below 99 %; gaps of the stream itself meanwhile: {stream.Statistics.Gaps - gaps}
            """));
        host.DisposeAsync().AsTask().Wait();
        return failed == 0 && quiet.IsRight && abused.IsRight && worst > 99;
    }

    private static List<LoadPeer> Join(WebRtcHost host, AudioStream stream, LoadCrowd crowd, int count)
    {
        var peers = new List<LoadPeer>();
        var deadline = Stopwatch.StartNew();
        while (peers.Count < count)
        {
            var credentials = IceCredentials.Create();
            var offer = SdpOffer.Create(
                new OfferOptions { Ice = credentials, Fingerprint = BouncyEngine.Instance.Fingerprint, IsSending = false });
            var session = host.Listen(stream, offer.Text);
            var peer = new LoadPeer(credentials, offer.ParseAnswer(session.AnswerSdp));
            peers.Add(peer);
            crowd.Add(peer);
            while (peers.Count(p => !p.IsConnected && p.Failure is null) >= JoinersAtOnce && deadline.Elapsed < TimeSpan.FromMinutes(3))
            {
                Thread.Sleep(1);
            }
        }

        while (peers.Any(p => !p.IsConnected && p.Failure is null) && deadline.Elapsed < TimeSpan.FromMinutes(3)) Thread.Sleep(1);
        return peers;
    }

    private static ToneListener Decode(LoadPeer peer)
    {
        var tone = new ToneListener(Hertz);
        peer.Payload = tone.Take;
        return tone;
    }

    private static Figures Measure(WebRtcHost host, AudioStream stream, IReadOnlyList<LoadPeer> peers, double seconds, Abuse? abuse = null)
    {
        var (received, lost, bad) = (peers.Sum(p => p.Received), peers.Sum(p => p.Lost), peers.Sum(p => p.Bad));
        var sent = host.Sessions.Sum(s => s.Statistics.Packets);
        var refused = host.Sessions.Sum(s => s.Statistics.Refused);
        var skipped = stream.Subscriptions.Sum(s => s.Statistics.Dropped);
        var threads = ThreadCosts.Of(Environment.ProcessId);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var collections = GC.CollectionCount(0);
        var clock = Stopwatch.StartNew();
        abuse?.Begin();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            abuse?.Go();
            Thread.Sleep(10);
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var feed = ThreadCosts.Of(Environment.ProcessId).Since(threads)
            .Where(t => t.Name.StartsWith("pump", StringComparison.Ordinal)).Sum(t => t.Nanoseconds);
        var receive = ThreadCosts.Of(Environment.ProcessId).Since(threads).Where(t => t.Name == "continuo webrtc").Sum(t => t.Nanoseconds);
        sent = host.Sessions.Sum(s => s.Statistics.Packets) - sent;
        refused = host.Sessions.Sum(s => s.Statistics.Refused) - refused;
        skipped = stream.Subscriptions.Sum(s => s.Statistics.Dropped) - skipped;
        Thread.Sleep(100);
        return new Figures(
            sent, peers.Sum(p => p.Received) - received, peers.Sum(p => p.Lost) - lost, peers.Sum(p => p.Bad) - bad, refused, skipped,
                feed, receive, bytes, GC.CollectionCount(0) - collections, clock.Elapsed.TotalSeconds);
    }

    private static double Percentile(double[] sorted, int percent) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];

    private sealed record Figures(long Sent, long Received, long Lost, long Bad, long Refused, long Skipped, long FeedNanoseconds,
        long ReceiveNanoseconds, long Bytes, int Collections, double Seconds)
    {
        public bool IsRight => Lost == 0 && Bad == 0 && Refused == 0 && Skipped == 0 && Received > 0;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Sent} packets sent in {Seconds:F1} s, lost {Lost} of {Received + Lost}, not authentic {Bad}, "
                + $"refused by the system {Refused}, chunks that the sending thread was too late for {Skipped}; "
                + $"the sending thread {FeedNanoseconds / 1e7 / Seconds:F1} % of a core, encoder included: "
                + $"{Sent / (FeedNanoseconds / 1e9) / 1000:F0} k protected packets/s per core; "
                + $"the receiving thread {ReceiveNanoseconds / 1e7 / Seconds:F1} %; "
                + $"{(double)Bytes / Math.Max(1, Sent):F2} bytes allocated per packet by the whole process, "
                + $"{Collections} collections");
    }

    /// <summary>Three listeners that misbehave.</summary>
    private sealed class Abuse(LoadCrowd crowd, LoadPeer flooding, LoadPeer deaf, LoadPeer vanishing)
    {
        public long Flooded { get; private set; }

        public void Begin()
        {
            crowd.Deaf = deaf;
            crowd.Remove(vanishing);
            vanishing.Dispose();
        }

        public void Go()
        {
            flooding.Flood(200);
            Flooded += 200;
        }
    }
}

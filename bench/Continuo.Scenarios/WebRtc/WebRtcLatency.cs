using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Recording;
using Continuo.Rtp.Reception;
using Continuo.Simulation.WebRtc;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.Scenarios.WebRtc;

/// <summary>
/// Times of WebRTC on loopback: from the offer to the first packet, from capture to arrival (WHEP), from capture to our ring (WHIP).
/// </summary>
internal static class WebRtcLatency
{
    private const int Joins = 60;
    private const long Longest = 400_000_000;
    private const float Threshold = 0.1f;
    private const int QuietFrames = 4800;

    public static bool Run(double seconds)
    {
        BouncyEngine.WarmUp().Wait();
        var host = new WebRtcHost();
        host.Start();
        try
        {
            var setUp = SetUp(host);
            var long20 = Whep(host, 20, seconds);
            var short10 = Whep(host, 10, seconds);
            var whip = Whip(host, seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                WebRTC on loopback, both ends in this process, warm
                  from the offer to the first packet, {Joins} listeners one after the other: p50 {setUp.P50 / 1e6:F1} ms, p95 {setUp.Quantile(0.95) / 1e6:F1}, max {setUp.Max / 1e6:F1}
                  WHEP, capture of a packet's first frame → arrival: 20 ms packets p50 {long20.P50 / 1e6:F1} ms, p99 {long20.P99 / 1e6:F1}; 10 ms packets p50 {short10.P50 / 1e6:F1} ms, p99 {short10.P99 / 1e6:F1}
                  WHIP, capture → our ring, jitter buffer included, 10 ms packets, {whip.Count} clicks: p50 {whip.P50 / 1e6:F1} ms, p99 {whip.P99 / 1e6:F1}
                """));
            return whip.Count > 0 && setUp.Count == Joins;
        }
        finally
        {
            host.DisposeAsync().AsTask().Wait();
        }
    }

    private static HistogramSnapshot SetUp(WebRtcHost host)
    {
        var times = new LogHistogram();
        using var stream = AudioStream.Open("tone:440");
        stream.Start();
        using var crowd = new LoadCrowd();
        for (var i = 0; i < Joins + 10; i++)
        {
            var begun = SystemClock.Instance.Now;
            var peer = Join(host, stream, crowd, new WebRtcListenOptions());
            while (peer.Received == 0 && SystemClock.Instance.Now - begun < 5_000_000_000) Thread.Sleep(1);
            if (i >= 10 && peer.Received > 0) times.Record(peer.FirstArrival - begun);
            crowd.Remove(peer);
            peer.Dispose();
        }

        return times.Snapshot();
    }

    private static HistogramSnapshot Whep(WebRtcHost host, int milliseconds, double seconds)
    {
        using var stream = AudioStream.Open("clicks", () => new ClickSource());
        stream.Start();
        using var crowd = new LoadCrowd();
        var peer = Join(host, stream, crowd, new WebRtcListenOptions { PacketMilliseconds = milliseconds });
        while (peer.Received == 0) Thread.Sleep(1);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        return crowd.CaptureToArrival.Snapshot();
    }

    private static HistogramSnapshot Whip(WebRtcHost host, double seconds)
    {
        var times = new LogHistogram();
        var source = new ClickSource();
        using var stream = AudioStream.Open("clicks", () => source);
        var endpoint = new SignallingEndpoint(host);
        using var recorder = Recorder.Start(stream, new WhipSink(new SignallingAddress(endpoint.Whip, null), new WhipOptions()));
        using var published = AudioStream.Open("published", () => endpoint.Session.Task.Result.Source!);
        published.Start();
        stream.Start();
        var quiet = 0L;
        var slowest = new List<(long Latency, long At)>();
        var warm = SystemClock.Instance.Now + 3_000_000_000;
        using var reading = published.Subscribe((in AudioChunk chunk) =>
        {
            for (var i = 0; i < chunk.Frames; i++, quiet++)
            {
                if (Math.Abs(chunk.Samples[2 * i]) < Threshold) continue;
                var committed = chunk.Header.CommitTime;
                if (quiet > QuietFrames && committed > warm && source.ClickBefore(committed, Longest) is var click and >= 0)
                {
                    times.Record(committed - click);
                    slowest.Add((committed - click, committed - warm));
                }

                quiet = 0;
            }
        });
        Thread.Sleep(TimeSpan.FromSeconds(3 + seconds));
        Explain(slowest, endpoint.Session.Task.Result.Source as IReceptionSource);
        recorder.Dispose();
        endpoint.DisposeAsync().AsTask().Wait();
        return times.Snapshot();
    }

    /// <summary>The slowest clicks, and what the jitter buffer decided meanwhile.</summary>
    private static void Explain(List<(long Latency, long At)> clicks, IReceptionSource? source)
    {
        var slow = clicks.OrderByDescending(c => c.Latency).Take(3)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Latency / 1e6:F1} ms at {c.At / 1e9:F1} s"));
        Console.WriteLine($"slowest clicks: {string.Join(", ", slow)}");
        if (source?.Reception?.Buffer is not { } buffer) return;
        foreach (var change in buffer.Changes) Console.WriteLine($"  delay: {change}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  late {buffer.LatePackets}, concealed {buffer.ConcealedFrames} frames, restarts {buffer.Restarts}"));
    }

    private static LoadPeer Join(WebRtcHost host, AudioStream stream, LoadCrowd crowd, WebRtcListenOptions options)
    {
        var credentials = IceCredentials.Create();
        var offer = SdpOffer.Create(
            new OfferOptions { Ice = credentials, Fingerprint = BouncyEngine.Instance.Fingerprint, IsSending = false });
        var session = host.Listen(stream, offer.Text, options);
        var peer = new LoadPeer(credentials, offer.ParseAnswer(session.AnswerSdp));
        crowd.Add(peer);
        return peer;
    }
}

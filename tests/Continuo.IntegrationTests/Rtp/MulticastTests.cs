using System.Globalization;
using Continuo.Audio;
using Continuo.IntegrationTests.Audio;
using Continuo.Recording;
using Continuo.Rtp;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Rtp;

/// <summary>One sender, a multicast group, and two who have joined it, on the loopback interface.</summary>
public sealed class MulticastTests
{
    [Fact]
    [RealTimeTest("packets are sent and played in real time; a stall beyond the delay of 200 ms is concealed and breaks the tone")]
    public void Whoever_joins_the_group_hears_the_tone()
    {
        var group = string.Create(CultureInfo.InvariantCulture, $"rtp://239.255.77.1:{RtpPeers.FreePort()}?if=lo");
        var system = new AudioSystem().UseRtp();
        using var first = AudioStream.Open($"{group}&delay=200&mindelay=200&maxdelay=1000&until=bye", system: system);
        using var second = AudioStream.Open($"{group}&delay=200&mindelay=200&maxdelay=1000&until=bye", system: system);
        using var ofFirst = first.OpenReader();
        using var ofSecond = second.OpenReader();
        first.Start();
        second.Start();
        Send(group, system);

        foreach (var reader in new[] { ofFirst, ofSecond })
        {
            var capture = Capture.Read(reader, TimeSpan.FromSeconds(20));
            var samples = capture.Channel();
            var (start, end) = Tones.Extent(samples, 1000, 48_000);
            Assert.InRange((end - start) / 48_000.0, 1.94, 2.15);
            Assert.Equal(-6.02, Tones.LevelDb(samples.AsSpan(start + 24_000, 48_000), 1000, 48_000), 0.3);
        }
    }

    private static void Send(string group, AudioSystem system)
    {
        using var stream = AudioStream.Open("tone:1000?level=-6.0206&seconds=2", system: system);
        using var recorder = Recorder.Start(stream,
            system.CreateSink(AudioAddress.Parse(group), new SinkRequest(null, stream.Options.Clock)), new RecorderOptions());
        stream.Start();
        recorder.Completion.GetAwaiter().GetResult();
    }
}

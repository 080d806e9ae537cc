using Continuo.Rtp.Reception;
using Continuo.Streams;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>
/// Against libwebrtc, the implementation of Chromium, as a module of Node (@roamhq/wrtc): SRTP profile 1, its own jitter buffer and
/// encoder.
/// </summary>
public sealed class LibWebRtcTests
{
    [Theory]
    [InlineData(20, false)]
    [InlineData(10, true)]
    public async Task It_hears_the_tones_in_their_channels(int packet, bool red)
    {
        await using var host = new WebRtcHost();
        host.Start();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        stream.Start();
        await using var endpoint = new SignallingEndpoint(host)
        {
            Stream = stream,
            ListenOptions = new WebRtcListenOptions { PacketMilliseconds = packet, Red = red },
        };
        var heard = await NodePeer.RunAsync("whep", endpoint.Whep, 4);
        Assert.Equal(2, heard.GetProperty("channels").GetInt32());
        Assert.True(Hearing.IsRight(heard.GetProperty("left440").GetDouble()), heard.ToString());
        Assert.True(Hearing.IsRight(heard.GetProperty("right660").GetDouble()), heard.ToString());
        Assert.True(heard.GetProperty("left660").GetDouble() < 0.02 * StereoTone.Amplitude, heard.ToString());
        Assert.True(heard.GetProperty("right440").GetDouble() < 0.02 * StereoTone.Amplitude, heard.ToString());
        var session = await endpoint.Session.Task;
        Assert.Equal("AES128_CM_HMAC_SHA1_80", session.Statistics.Profile);
        Assert.Equal(red, session.Statistics.Codec.Contains("RED", StringComparison.Ordinal));
        // Its pc.close() sends close_notify.
        await session.Peer.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("the peer closed the connection", session.EndReason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_tones_are_heard_in_their_channels(bool red)
    {
        await using var host = new WebRtcHost();
        host.Start();
        await using var endpoint = new SignallingEndpoint(host)
        {
            PublishOptions = new WebRtcPublishOptions { Red = red, UserAgent = "node" }
        };
        var talking = NodePeer.RunAsync("whip", endpoint.Whip, 6);
        var session = await endpoint.Session.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        using var stream = AudioStream.Open("published", () => session.Source!);
        stream.Start();
        await Hearing.AssertTonesAsync(stream, TimeSpan.FromSeconds(60));
        var statistics = session.Statistics;
        Assert.Equal(WebRtcSessionKind.Publish, session.Kind);
        Assert.Equal("node", statistics.UserAgent);
        Assert.True(statistics.Packets > 20);
        RtpStreamStatistics reception = Assert.IsType<RtpStreamStatistics>(statistics.Reception);
        Assert.Equal(0, reception.UnknownPayloads);
        Assert.Equal(0, reception.UndecodablePackets);
        await talking;
        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken); // the source ends with the session
        Assert.Equal(WebRtcSessionState.Ended, session.State);
    }
}

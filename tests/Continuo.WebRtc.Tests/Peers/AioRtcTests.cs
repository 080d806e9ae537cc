using Continuo.Streams;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Against aiortc, a stack in Python: OpenSSL's DTLS, libsrtp, its own SDP.</summary>
public sealed class AioRtcTests
{
    [Fact]
    public async Task It_hears_the_tones_in_their_channels()
    {
        await using var host = new WebRtcHost();
        host.Start();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        stream.Start();
        await using var endpoint = new SignallingEndpoint(host) { Stream = stream };
        var heard = await PythonPeer.RunAsync("whep", endpoint.Whep, 5);
        Assert.True(Hearing.IsRight(heard.GetProperty("left440").GetDouble()), heard.ToString());
        Assert.True(Hearing.IsRight(heard.GetProperty("right660").GetDouble()), heard.ToString());
        Assert.True(heard.GetProperty("left660").GetDouble() < 0.02 * StereoTone.Amplitude, heard.ToString());
        Assert.True(heard.GetProperty("right440").GetDouble() < 0.02 * StereoTone.Amplitude, heard.ToString());
        Assert.Equal("AES128_CM_HMAC_SHA1_80", (await endpoint.Session.Task).Statistics.Profile);
    }

    [Fact]
    public async Task Its_tones_are_heard_in_their_channels()
    {
        await using var host = new WebRtcHost();
        host.Start();
        await using var endpoint = new SignallingEndpoint(host);
        var talking = PythonPeer.RunAsync("whip", endpoint.Whip, 8);
        var session = await endpoint.Session.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        using var stream = AudioStream.Open("published", () => session.Source!);
        stream.Start();
        await Hearing.AssertTonesAsync(stream, TimeSpan.FromSeconds(60));
        await talking;
        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(WebRtcSessionState.Ended, session.State);
    }
}

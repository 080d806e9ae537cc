using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.WebRtc.Tests.Client;

public sealed class SignallingTests
{
    private static readonly SourceRequest Request = new(null, null, 480, null, SystemClock.Instance);

    [Theory]
    [InlineData("whep:http://host:7480/whep/band", "http://host:7480/whep/band", null)]
    [InlineData("whep:https://host/whep/band?bearer=secret", "https://host/whep/band", "secret")]
    [InlineData("whep:http://secret@host/whep/band", "http://host/whep/band", "secret")]
    [InlineData("whep:http://host/whep/band?bitrate=96000&packet=10&bearer=a%26b", "http://host/whep/band?bitrate=96000&packet=10", "a&b")]
    [InlineData("whep:http://[::1]:7480/whep/band?red", "http://[::1]:7480/whep/band?red", null)]
    public void An_address_holds_an_url_and_perhaps_a_token(string text, string url, string? bearer)
    {
        var address = SignallingAddress.Parse(AudioAddress.Parse(text));
        Assert.Equal(url, address.Url.ToString());
        Assert.Equal(bearer, address.Bearer);
        Assert.DoesNotContain("secret", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whep:")]
    [InlineData("whep:band")]
    [InlineData("whep:ftp://host/band")]
    [InlineData("whep://host/band")]
    public void What_is_no_url_is_refused_with_an_example(string text)
    {
        var refusal = Assert.Throws<AudioException>(() => new AudioSystem().UseWebRtc().CreateSource(AudioAddress.Parse(text), Request));
        Assert.Equal(AudioErrorCode.InvalidArgument, refusal.Code);
        Assert.Contains("whep:http", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_schemes_are_registered()
    {
        var system = new AudioSystem().UseWebRtc();
        Assert.IsType<WhepSource>(system.CreateSource(system.Parse("whep:http://host/a?delay=40"), Request));
        Assert.IsType<WhipSink>(system.CreateSink(system.Parse("whip:http://host/a?preset=low&ptime=10&red"), new SinkRequest()));
        Assert.Throws<AudioException>(() => system.CreateSink(system.Parse("whip:http://host/a?preset=nothing"), new SinkRequest()));
    }

    [Fact]
    public async Task A_token_is_sent_and_a_wrong_one_is_refused_in_words()
    {
        await using var host = new WebRtcHost();
        host.Start();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        stream.Start();
        await using var endpoint = new SignallingEndpoint(host) { Stream = stream, Token = "right" };
        using var wrong = Source(endpoint.Whep, "wrong");
        Assert.Equal(AudioErrorCode.AccessDenied, Assert.Throws<AudioException>(wrong.Open).Code);
        using var right = Source(endpoint.Whep, "right");
        right.Open();
        right.Dispose();
        await Until(() => endpoint.Deleted == 1);
    }

    [Fact]
    public void A_server_that_is_not_there_is_told_as_such()
    {
        using var source = Source(new Uri("http://127.0.0.1:9/whep/band"), null);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(source.Open).Code);
    }

    [Fact]
    public async Task A_refusal_carries_what_the_server_says()
    {
        await using var host = new WebRtcHost(new WebRtcHostOptions { MaxSessions = 1 });
        host.Start();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        await using var endpoint = new SignallingEndpoint(host) { Stream = stream };
        host.Listen(stream, Offers.Listen);
        using var source = Source(endpoint.Whep, null);
        Assert.Contains("sessions are in use", Assert.Throws<AudioException>(source.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_a_source_ends_its_opening()
    {
        await using var host = new WebRtcHost(); // not started: the offer is answered, but no check
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        await using var endpoint = new SignallingEndpoint(host) { Stream = stream };
        using var source = Source(endpoint.Whep, null);
        var opening = Task.Run(source.Open, TestContext.Current.CancellationToken);
        await endpoint.Session.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        source.Interrupt();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Theory]
    [InlineData("""{"title":"Not Found","detail":"There is no stream 'band'."}""", "There is no stream 'band'")]
    [InlineData("""{"title":"Not Found"}""", "Not Found")]
    [InlineData("no such stream\n", "no such stream")]
    [InlineData("<html><body>404</body></html>", "")]
    [InlineData("{broken", "")]
    [InlineData("", "")]
    public void Problem_documents_and_plain_texts_are_understood(string body, string expected) =>
        Assert.Equal(expected, ProblemText.Of(body));

    private static WhepSource Source(Uri url, string? bearer) =>
        new(new SignallingAddress(url, bearer), JitterBufferOptions.Default, SystemClock.Instance);

    private static async Task Until(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 2000);
            await Task.Delay(10);
        }
    }
}

using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Streams;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.WebRtc.Tests.Sessions;

public sealed class ListenTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(20, false)]
    [InlineData(10, true)]
    public async Task Our_client_hears_both_tones_of_a_stream(int packet, bool red)
    {
        await using var rig = new ListenRig(new WebRtcListenOptions { PacketMilliseconds = packet, Red = red, UserAgent = "test" });
        using var heard = rig.Listen();
        await Hearing.AssertTonesAsync(heard, Patience);
        var session = await rig.Endpoint.Session.Task;
        Assert.Equal(WebRtcSessionState.Connected, session.State);
        Assert.Equal(WebRtcSessionKind.Listen, session.Kind);
        Assert.Null(session.Source);
        var statistics = session.Statistics;
        Assert.Equal("test", statistics.UserAgent);
        Assert.Equal("AEAD_AES_128_GCM", statistics.Profile);
        Assert.Equal(red, statistics.Codec.Contains("RED", StringComparison.Ordinal));
        Assert.True(statistics.Packets > 20);
        Assert.NotNull(statistics.SetUp);
        Assert.Equal(0, statistics.Refused);
        await heard.StopAsync(TestContext.Current.CancellationToken);
        heard.Dispose();
        await session.Peer.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Empty(rig.Host.Sessions);
        Assert.Empty(rig.Stream.Subscriptions); // the feed has gone with its last listener
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(24_000)]
    public async Task A_stream_of_another_rate_is_heard_as_well(int rate)
    {
        await using var rig = new ListenRig(rate: rate);
        using var heard = rig.Listen();
        await Hearing.AssertTonesAsync(heard, Patience);
    }

    [Fact]
    public async Task A_listener_reports_loss_and_the_round_trip_is_known()
    {
        await using var rig = new ListenRig();
        using var heard = rig.Listen();
        var session = await rig.Endpoint.Session.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var end = DateTime.UtcNow + Patience;
        while (session.Statistics.RoundTripMs is null && DateTime.UtcNow < end) await Task.Delay(20, TestContext.Current.CancellationToken);
        var statistics = session.Statistics;
        Assert.InRange(statistics.RoundTripMs ?? -1, 0, 10_000);
        Assert.Equal(0, statistics.Lost);
        Assert.Equal(0, statistics.LostPercent);
    }

    [Fact]
    public async Task A_stream_goes_on_after_it_was_restarted()
    {
        await using var rig = new ListenRig();
        using var heard = rig.Listen();
        await Hearing.AssertTonesAsync(heard, Patience);
        var session = await rig.Endpoint.Session.Task;
        rig.Stream.Stop();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        rig.Stream.Start();
        await Hearing.AssertTonesAsync(heard, Patience);
        Assert.Equal(WebRtcSessionState.Connected, session.State);
    }

    [Fact]
    public async Task Listeners_of_one_setting_share_an_encoder()
    {
        await using var rig = new ListenRig();
        using var first = rig.Listen();
        using var second = rig.Listen();
        await Hearing.AssertTonesAsync(first, Patience);
        await Hearing.AssertTonesAsync(second, Patience);
        Assert.Single(rig.Stream.Subscriptions);
        rig.Endpoint.ListenOptions = new WebRtcListenOptions { BitRate = 64_000 };
        using var third = rig.Listen();
        await Hearing.AssertTonesAsync(third, Patience);
        Assert.Equal(2, rig.Stream.Subscriptions.Count);
    }

    [Fact]
    public async Task A_listener_reconnects_after_the_session_was_ended()
    {
        await using var rig = new ListenRig();
        using var heard = rig.Listen();
        await Hearing.AssertTonesAsync(heard, Patience);
        var first = await rig.Endpoint.Session.Task;
        var second = rig.Endpoint.NextSession();
        await first.StopAsync("for the test");
        Assert.Equal("for the test", first.EndReason);
        await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Hearing.AssertTonesAsync(heard, Patience);
    }

    [Fact]
    public async Task A_stream_that_is_disposed_ends_its_sessions()
    {
        await using var rig = new ListenRig();
        using var heard = rig.Listen();
        await Hearing.AssertTonesAsync(heard, Patience);
        var session = await rig.Endpoint.Session.Task;
        rig.Stream.Dispose();
        await session.Peer.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("the stream was removed", session.EndReason);
    }

    [Fact]
    public async Task Events_tell_of_the_begin_and_the_end()
    {
        await using var rig = new ListenRig();
        var (begun, ended) = (new TaskCompletionSource<WebRtcSession>(), new TaskCompletionSource<WebRtcSession>());
        rig.Host.SessionStarted += (_, session) => begun.TrySetResult(session);
        rig.Host.SessionEnded += (_, session) => ended.TrySetResult(session);
        rig.Host.SessionEnded += (_, _) => throw new InvalidOperationException("a handler's fault ends nothing");
        using var heard = rig.Listen();
        var session = await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Contains(session, rig.Host.Sessions);
        Assert.Same(session, rig.Host.Find(session.Id));
        await session.StopAsync();
        Assert.Same(session, await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Null(rig.Host.Find(session.Id));
    }

    [Theory]
    [InlineData("", AudioErrorCode.InvalidArgument)]
    [InlineData("hello", AudioErrorCode.InvalidArgument)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", AudioErrorCode.Unsupported)]
    public async Task An_offer_that_cannot_be_answered_is_refused_with_a_reason(string offer, AudioErrorCode code)
    {
        await using var rig = new ListenRig();
        Assert.Equal(code, Assert.Throws<AudioException>(() => rig.Host.Listen(rig.Stream, offer)).Code);
        Assert.Equal(code, Assert.Throws<AudioException>(() => rig.Host.Publish(offer)).Code);
        Assert.Empty(rig.Host.Sessions);
    }

    [Fact]
    public async Task A_full_host_refuses_further_sessions()
    {
        await using var host = new WebRtcHost(new WebRtcHostOptions { MaxSessions = 1 });
        host.Start();
        using var stream = AudioStream.Open("tone", () => new StereoTone());
        host.Listen(stream, Offers.Listen);
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(() => host.Listen(stream, Offers.Listen)).Code);
    }

    [Fact]
    public async Task A_disposed_host_ends_its_sessions_and_says_so()
    {
        await using var rig = new ListenRig();
        using var heard = rig.Listen();
        var session = await rig.Endpoint.Session.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.Host.DisposeAsync();
        await rig.Host.DisposeAsync();
        Assert.Equal(WebRtcSessionState.Ended, session.State);
        Assert.Throws<ObjectDisposedException>(() => rig.Host.Listen(rig.Stream, Offers.Listen));
        Assert.Throws<ObjectDisposedException>(rig.Host.Start);
    }

    [Fact]
    public void Addresses_announced_are_those_given_or_listened_on_or_of_all_interfaces()
    {
        Assert.Equal([IPAddress.Parse("192.0.2.1")], new HostCandidates(IPAddress.Any, [IPAddress.Parse("192.0.2.1")]).Current);
        Assert.Equal([IPAddress.Loopback], new HostCandidates(IPAddress.Loopback, []).Current);
        Assert.Contains(IPAddress.Loopback, new HostCandidates(IPAddress.Any, []).Current);
        Assert.DoesNotContain(
            new HostCandidates(IPAddress.Any, []).Current, a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
    }

    /// <summary>A host with a stream of two tones behind an endpoint.</summary>
    private sealed class ListenRig : IAsyncDisposable
    {
        public ListenRig(WebRtcListenOptions? options = null, int rate = 48_000)
        {
            Stream = AudioStream.Open("tones", () => new StereoTone(rate));
            Host.Start();
            Endpoint = new SignallingEndpoint(Host) { Stream = Stream, ListenOptions = options ?? new WebRtcListenOptions() };
            Stream.Start();
        }

        public WebRtcHost Host { get; } = new();

        public AudioStream Stream { get; }

        public SignallingEndpoint Endpoint { get; }

        public AudioStream Listen()
        {
            var stream = AudioStream.Open("heard",
                () => new WhepSource(new SignallingAddress(Endpoint.Whep, null), JitterBufferOptions.Default, SystemClock.Instance));
            stream.Start();
            return stream;
        }

        public async ValueTask DisposeAsync()
        {
            await Endpoint.DisposeAsync();
            await Host.DisposeAsync();
            Stream.Dispose();
        }
    }
}

using Continuo.Audio;
using Continuo.Recording;
using Continuo.Streams;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.WebRtc.Tests.Sessions;

public sealed class PublishTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Our_clients_tones_are_heard_by_the_host(bool red)
    {
        await using var rig = new PublishRig();
        var first = rig.Endpoint.Session.Task;
        using var tones = AudioStream.Open("tones", () => new StereoTone());
        await using var publishing = rig.Publish(tones, new WhipOptions { Red = red });
        tones.Start();
        var session = await first.WaitAsync(Patience, TestContext.Current.CancellationToken);
        using var heard = AudioStream.Open("published", () => session.Source!);
        heard.Start();
        await Hearing.AssertTonesAsync(heard, Patience);
        var reception = session.Statistics.Reception!;
        Assert.Equal(0, reception.UnknownPayloads);
        Assert.Equal(0, reception.MalformedRedundancy);
        Assert.Equal(red, reception.Buffer!.SparePackets > 0);
        tones.Stop();
        Assert.Null((await publishing.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken)).Failure);
        await heard.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(WebRtcSessionState.Ended, session.State);
        Assert.Equal(1, rig.Endpoint.Deleted);
        Assert.Empty(rig.Host.Sessions);
    }

    [Fact]
    public async Task The_source_of_a_session_can_be_opened_once()
    {
        await using var rig = new PublishRig();
        var session = rig.Host.Publish(Offers.Publish);
        using var source = session.Source!;
        Assert.Equal(AudioFormat.Default, source.Format);
        source.Open();
        Assert.Contains("opened once", Assert.Throws<AudioException>(source.Open).Message, StringComparison.Ordinal);
        await session.StopAsync();
        Assert.Equal(Continuo.Sources.SourceStatus.End, source.Read(new float[960], TimeSpan.FromSeconds(1)).Status);
        Assert.Contains("ended its session", Assert.Throws<AudioException>(source.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_connects_again_after_its_session_was_ended()
    {
        await using var rig = new PublishRig();
        var first = rig.Endpoint.Session.Task;
        using var tones = AudioStream.Open("tones", () => new StereoTone());
        await using var publishing = rig.Publish(tones, new WhipOptions { FirstPause = TimeSpan.FromMilliseconds(10) });
        tones.Start();
        var session = await first.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var second = rig.Endpoint.NextSession();
        await session.StopAsync();
        var next = await second.WaitAsync(Patience, TestContext.Current.CancellationToken);
        using var heard = AudioStream.Open("published", () => next.Source!);
        heard.Start();
        await Hearing.AssertTonesAsync(heard, Patience);
    }

    [Fact]
    public async Task A_publisher_that_is_refused_when_it_comes_back_fails()
    {
        await using var rig = new PublishRig();
        var first = rig.Endpoint.Session.Task;
        using var tones = AudioStream.Open("tones", () => new StereoTone());
        await using var publishing = rig.Publish(tones, new WhipOptions());
        tones.Start();
        rig.Endpoint.Token = "changed";
        await (await first.WaitAsync(Patience, TestContext.Current.CancellationToken)).StopAsync();
        var result = await publishing.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(AudioErrorCode.AccessDenied, result.Failure!.Code);
    }

    private sealed class PublishRig : IAsyncDisposable
    {
        public PublishRig()
        {
            Host.Start();
            Endpoint = new SignallingEndpoint(Host);
        }

        public WebRtcHost Host { get; } = new();

        public SignallingEndpoint Endpoint { get; }

        public Recorder Publish(AudioStream stream, WhipOptions options) =>
            Recorder.Start(stream, new WhipSink(new SignallingAddress(Endpoint.Whip, null), options));

        public async ValueTask DisposeAsync()
        {
            await Endpoint.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Server.Tests.Api;

public sealed class StreamsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_opened_listed_and_removed()
    {
        await using var server = await ApiServer.StartAsync();
        var opened = await server.Client.OpenStreamAsync(
            new OpenStreamRequest("tone", "tone:440", new OpenStreamOptions(ChunkMs: 5)), Stop);
        Assert.Equal(("tone", "tone:440", "generator", 5.0, "stereo"),
            (opened.Name, opened.Address, opened.Kind, opened.ChunkMs, opened.Layout));
        await Until(async () => (await server.Client.GetStreamAsync("tone", Stop)).Health == StreamHealth.Flowing);

        var stream = Assert.Single(await server.Client.ListStreamsAsync(Stop));
        Assert.True(stream.Statistics.Frames > 0);
        Assert.Equal(30, stream.ReplaySeconds);
        var replay = Assert.Single(stream.Readers);
        Assert.Equal(("replay", "replay"), (replay.Name, replay.Kind));
        Assert.Equal(replay.Written,
            replay.Read + replay.Pending + replay.Dropped.Overrun + replay.Dropped.Late + replay.Dropped.Shed + replay.Dropped.Stopped);

        await server.Client.RemoveStreamAsync("tone", Stop);
        Assert.Empty(await server.Client.ListStreamsAsync(Stop));
        Assert.Equal(AudioErrorCode.NotFound, await ApiServer.RefusalOf(() => server.Client.GetStreamAsync("tone", Stop)));
        Assert.Equal(AudioErrorCode.NotFound, await ApiServer.RefusalOf(() => server.Client.RemoveStreamAsync("tone", Stop)));
    }

    [Fact]
    public async Task A_stream_has_a_reader_for_each_consumer_with_frames_that_add_up()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        using var callback = server.Audio.GetStream("tone").Subscribe(
            (in AudioChunk _) => { }, new RingReaderOptions { Name = "transcriber" });
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "take", "wav"), Stop);
        await Until(() => Task.FromResult(callback.Statistics.Read > 20));

        var stream = await server.Client.GetStreamAsync("tone", Stop);
        Assert.Equal(["callback", "recorder", "replay"], stream.Readers.Select(r => r.Kind).Order());
        Assert.Equal("take", stream.Readers.Single(r => r.Kind == "recorder").Recording);
        foreach (var reader in stream.Readers)
        {
            Assert.Equal(reader.Written,
                reader.Read + reader.Pending + reader.Dropped.Overrun + reader.Dropped.Late + reader.Dropped.Shed + reader.Dropped.Stopped);
            Assert.NotEqual(ReaderState.Shed, reader.State);
        }

        Assert.True(stream.Delivery.Histogram.Sum(b => b.Count) > 20);
        Assert.True(stream.Delivery.P50Ms <= stream.Delivery.P99Ms && stream.Delivery.P99Ms <= stream.Delivery.MaxMs);
    }

    [Theory]
    [InlineData("tone", "tone:440", AudioErrorCode.InvalidArgument)] // taken
    [InlineData("../x", "tone:440", AudioErrorCode.InvalidArgument)]
    [InlineData(".x", "tone:440", AudioErrorCode.InvalidArgument)]
    [InlineData("x", "tone:abc", AudioErrorCode.InvalidArgument)]
    [InlineData("x", "nonsense:1", AudioErrorCode.InvalidArgument)]
    [InlineData("x", "exec:cat /etc/passwd", AudioErrorCode.AccessDenied)]
    [InlineData("x", "-?format=s16le,48000,2", AudioErrorCode.AccessDenied)]
    [InlineData("x", "/etc/passwd", AudioErrorCode.InvalidArgument)]
    [InlineData("x", "../../take.wav", AudioErrorCode.InvalidArgument)]
    [InlineData("x", "missing.wav", AudioErrorCode.NotFound)]
    public async Task What_cannot_or_may_not_be_opened_is_refused(string name, string address, AudioErrorCode code)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        Assert.Equal(code, await ApiServer.RefusalOf(() => server.Client.OpenStreamAsync(new OpenStreamRequest(name, address), Stop)));
        Assert.Single(await server.Client.ListStreamsAsync(Stop));
    }

    [Theory]
    [InlineData("""{"name":"x","address":"tone:440","colour":"red"}""", "colour")]
    [InlineData("""{"name":"x"}""", "")]
    [InlineData("""{"name":"x","address":"tone:440","options":{"chunkMs":1000}}""", "chunkMs")]
    [InlineData("""{"name":"x","address":"tone:440","options":{"replaySeconds":-1}}""", "replaySeconds")]
    [InlineData("""{"name":5,"address":"tone:440"}""", "name")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public async Task A_malformed_request_is_refused_with_its_place(string body, string said)
    {
        await using var server = await ApiServer.StartAsync();
        using var response = await server.Http.PostAsync("api/streams", new StringContent(body, null, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Contains(problem.GetProperty("code").GetString(), new[] { "invalid", "invalidArgument" });
        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Audio.Snapshot().Streams);
    }

    [Fact]
    public async Task The_last_seconds_of_a_stream_are_saved()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await Until(async () => (await server.Client.GetStreamAsync("tone", Stop)).Statistics.Frames > 48_000);
        var saved = await server.Client.SaveReplayAsync("tone", new SaveReplayRequest(0.5, "moment", "wav"), Stop);
        Assert.Equal(("moment", "tone", "moment.wav", RecordingState.Finished, 0.5),
            (saved.Name, saved.Stream, saved.File, saved.State, saved.DurationSeconds));
        Assert.InRange(saved.PeakDb!.Value, -20.1, -19.9);
        Assert.True(File.Exists(Path.Combine(server.Folder, "moment.wav")));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.SaveReplayAsync("tone", new SaveReplayRequest(0.5, "moment", "wav"), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.SaveReplayAsync("tone", new SaveReplayRequest(31), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.SaveReplayAsync("tone", new SaveReplayRequest(1, Format: "mp3"), Stop)));
        Assert.Equal(AudioErrorCode.NotFound,
            await ApiServer.RefusalOf(() => server.Client.SaveReplayAsync("other", new SaveReplayRequest(1), Stop)));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(20, Stop);
    }
}

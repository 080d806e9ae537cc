using System.Net;
using System.Net.Http.Headers;
using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Codecs.SoundFiles;
using Continuo.Server.Tests.Api;

namespace Continuo.Server.Tests.Recordings;

public sealed class RecordingsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("flac")]
    [InlineData("wav")]
    [InlineData("opus")]
    public async Task A_recording_is_started_stopped_read_and_deleted(string format)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        var started = await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "take 1", format), Stop);
        Assert.Equal(("take 1", $"take 1.{format}", RecordingState.Running, format),
            (started.Name, started.File, started.State, started.Format));
        Assert.False(File.Exists(Path.Combine(server.Folder, started.File))); // it appears when it is complete
        while ((await server.Client.GetRecordingAsync("take 1", Stop)).DurationSeconds < 0.3) await Task.Delay(20, Stop);
        Assert.True((await server.Client.GetWaveformAsync("take 1", 10, Stop)).Points.Count > 0);

        var stopped = await server.Client.StopRecordingAsync("take 1", Stop);
        Assert.Equal((RecordingState.Finished, 0L, 2, 48_000),
            (stopped.State, stopped.DroppedFrames, stopped.Channels, stopped.SampleRate));
        Assert.Null(stopped.Failure);
        Assert.Equal(stopped, await server.Client.StopRecordingAsync("take 1", Stop) with { Gaps = stopped.Gaps });
        Assert.Equal(stopped.File, Assert.Single(await server.Client.ListRecordingsAsync(Stop)).File);
        using (var file = SoundFileReader.Open(Path.Combine(server.Folder, stopped.File)))
        {
            Assert.Equal(stopped.DurationSeconds, file.Frames / 48_000.0, 0.001);
        }

        var waveform = await server.Client.GetWaveformAsync("take 1", 50, Stop);
        Assert.Equal(50, waveform.Points.Count);
        Assert.All(waveform.Points,
            p =>
                Assert.Equal((-0.1, 0.1), (p[0], p[1]),
                    (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.02 && Math.Abs(a.Item2 - b.Item2) < 0.02));
        await server.Client.DeleteRecordingAsync("take 1", Stop);
        Assert.Empty(await server.Client.ListRecordingsAsync(Stop));
        Assert.Empty(Directory.EnumerateFiles(server.Folder));
    }

    [Fact]
    public async Task A_file_is_served_in_parts()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await Take(server, "take", "wav");
        var whole = await server.Http.GetByteArrayAsync("api/recordings/take/file", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get,
            "api/recordings/take/file?download")
        { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await server.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("audio/wav", part.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", part.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(whole[100..200], await part.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_recording_of_a_given_length_ends_by_itself()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "short", "wav", 0.25), Stop);
        RecordingStatus status;
        while ((status = await server.Client.GetRecordingAsync("short", Stop)).State == RecordingState.Running) await Task.Delay(20, Stop);
        Assert.Equal((RecordingState.Finished, 0.25), (status.State, status.DurationSeconds));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("a\u0000b")]
    [InlineData("x:y")]
    [InlineData("\ud800")]
    [InlineData("x?loop")]
    [InlineData(" ")]
    [InlineData("take")] // taken
    public async Task A_name_that_is_no_plain_name_is_refused(string name)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await Take(server, "take", "wav");
        await ApiServer.RefusalOf(() => server.Client.StartRecordingAsync(new StartRecordingRequest("tone", name, "wav"), Stop));
        Assert.Equal(["take.wav"],
            Directory.EnumerateFiles(Path.GetDirectoryName(server.Folder)!, "*.wav", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("api/recordings/..%2f..%2fetc%2fpasswd/file")]
    [InlineData("api/recordings/%2e%2e%2fsecret/file")]
    [InlineData("api/recordings/.continuo/file")]
    [InlineData("api/recordings/absent/file")]
    [InlineData("api/recordings/absent/waveform")]
    [InlineData("api/recordings/absent")]
    public async Task What_is_not_in_the_directory_is_not_found(string path)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await Take(server, "take", "wav");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(server.Folder)!, "secret.wav"), "secret", Stop);
        using var response = await server.Http.GetAsync(
            new Uri(server.Client.Server + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task An_upload_is_checked_and_can_be_opened_as_a_stream_and_by_a_player()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await Take(server, "take", "flac");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(server.Folder, "take.flac"), Stop);
        var uploaded = await server.Client.UploadAsync("歌 (1).flac", new MemoryStream(bytes), Stop);
        Assert.Equal(("歌 (1).flac", bytes.Length), (uploaded.File, (int)uploaded.Bytes));
        await server.Client.OpenStreamAsync(new OpenStreamRequest("song", uploaded.File), Stop);
        var player = await server.Client.OpenPlayerAsync(new OpenPlayerRequest("stems", [uploaded.File, "take.flac"]), Stop);
        Assert.Equal(("player:stems", "stems", 2), (player.To, player.Stream, player.Tracks.Count));

        Assert.Equal(AudioErrorCode.NotAudio,
            await ApiServer.RefusalOf(() => server.Client.UploadAsync("bad.flac", new MemoryStream(new byte[5000]), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.UploadAsync("x.sh", new MemoryStream(bytes), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.UploadAsync("../x.flac", new MemoryStream(bytes), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.UploadAsync("take.wav", new MemoryStream(bytes), Stop)));
        Assert.Equal(2, (await server.Client.ListRecordingsAsync(Stop)).Count);
    }

    [Fact]
    public async Task A_stop_of_the_server_finishes_its_recordings_and_the_next_one_lists_them()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("continuo-api-").FullName, "recordings");
        var server = await ApiServer.StartAsync(ApiServer.OpenTone, folder: folder);
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "take", "flac"), Stop);
        while ((await server.Client.GetRecordingAsync("take", Stop)).DurationSeconds < 0.3) await Task.Delay(20, Stop);
        await server.Host.StopAsync(Stop);
        await server.Host.DisposeAsync();
        await using var next = await ApiServer.StartAsync(folder: folder);
        var take = Assert.Single(await next.Client.ListRecordingsAsync(Stop));
        Assert.Equal(("take", "tone", RecordingState.Finished), (take.Name, take.Stream, take.State));
        Assert.True(take.DurationSeconds >= 0.3);
    }

    [Theory]
    [InlineData("flac")]
    [InlineData("wav")]
    [InlineData("opus")]
    public async Task What_a_killed_server_has_left_is_repaired_and_said(string format)
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("continuo-api-").FullName, "recordings");
        await using (var server = await ApiServer.StartAsync(ApiServer.OpenTone, folder: folder))
        {
            await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "take", format), Stop);
            while ((await server.Client.GetRecordingAsync("take", Stop)).DurationSeconds < 2) await Task.Delay(20, Stop);
            var left = Directory.CreateDirectory(Path.Combine(folder, ".kept")).FullName; // as a kill leaves it
            File.Copy(Path.Combine(folder, ".unfinished", $"take.{format}"), Path.Combine(left, $"take.{format}"));
            await server.Client.StopRecordingAsync("take", Stop);
            await server.Client.DeleteRecordingAsync("take", Stop);
            Directory.Move(folder, folder + "-left");
        }

        Directory.Delete(Path.Combine(folder + "-left", ".unfinished"), recursive: true);
        Directory.Move(Path.Combine(folder + "-left", ".kept"), Path.Combine(folder + "-left", ".unfinished"));
        await using var next = await ApiServer.StartAsync(folder: folder + "-left");
        IReadOnlyList<RecordingStatus> all;
        while ((all = await next.Client.ListRecordingsAsync(Stop)).Count == 0) await Task.Delay(20, Stop);
        var take = Assert.Single(all);
        Assert.Equal(("take", RecordingState.Failed), (take.Name, take.State));
        Assert.Contains("s are kept", take.Failure, StringComparison.Ordinal);
        Assert.InRange(take.DurationSeconds, 0.7, 30);
        if (format == "opus") return; // is left as it is: coding it again would cost quality
        using var file = SoundFileReader.Open(Path.Combine(next.Folder, take.File));
        Assert.Equal(take.DurationSeconds, file.Frames / 48_000.0, 0.001);
    }

    private static async Task Take(ApiServer server, string name, string format)
    {
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", name, format, 0.3), Stop);
        while ((await server.Client.GetRecordingAsync(name, Stop)).State == RecordingState.Running) await Task.Delay(20, Stop);
    }
}

using Continuo.Audio;
using Continuo.Codecs.SoundFiles;
using Continuo.Rooms.Recording;
using Continuo.Streams;

namespace Continuo.Rooms.Tests.Recording;

public sealed class RoomRecordingTests : IDisposable
{
    private const int Frames = 960;

    private readonly string _folder = Directory.CreateTempSubdirectory("continuo-rooms-").FullName;
    private readonly VirtualRoom _room = new();

    public void Dispose()
    {
        _room.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("flac")]
    public async Task The_mix_and_each_speaker_are_in_sync_and_equally_long(string ending)
    {
        var (anna, ben, carl) = (new ToneInput(500, 0.1), new ToneInput(900, 0.2), new ToneInput(1300, 0.05));
        _room.Speak("a", anna, o => o with { Name = "Anna" });
        var second = _room.Speak("b", ben, o => o with { Name = "Ben", Volume = 0.5 });
        _room.Tick(7);
        var recording = Start(ending);
        _room.Tick(50);
        ben.IsIdle = true;
        _room.Tick(10);
        _room.Speak("c", carl, o => o with { Name = "Carl/2" });
        _room.Tick(20);
        second.Leave();
        _room.Tick(20);
        var tracks = await StopAsync(recording);

        Assert.Equal(["mix", "Anna", "Ben", "Carl/2"], tracks.Select(t => t.Name));
        Assert.All(tracks, t => Assert.Null(t.Failure));
        Assert.Equal(["mix", "Anna", "Ben", "Carl_2"], tracks.Select(t => Path.GetFileNameWithoutExtension(t.Path)));
        var files = tracks.Select(Read).ToArray();
        Assert.All(files, f => Assert.Equal(99 * Frames, f.Length)); // 100 ticks, the first of which only says where to begin

        // Each from the same frame on: tick 8 of the room.
        var begin = 8 * Frames;
        for (var i = 0; i < files[0].Length; i++)
        {
            Assert.Equal(anna.At(begin + i), files[1][i], 1e-4f);
            Assert.Equal(i < 49 * Frames ? ben.At(begin + i) : 0, files[2][i], 1e-4f); // before the volume
            Assert.Equal(i < 59 * Frames ? 0 : carl.At(i - (59 * Frames)), files[3][i], 1e-4f);
        }

        Assert.Equal(0.1, Tone.Amplitude(files[0].AsSpan(10 * Frames, 10 * Frames), 500), 0.005);
        Assert.Equal(0.1, Tone.Amplitude(files[0].AsSpan(10 * Frames, 10 * Frames), 900), 0.005);
        Assert.Equal(0.05, Tone.Amplitude(files[0].AsSpan(70 * Frames, 10 * Frames), 1300), 0.005);
    }

    [Fact]
    public async Task Who_comes_back_continues_the_same_file_and_who_is_muted_is_silent_in_it()
    {
        var first = _room.Speak("a", new ToneInput(500), o => o with { Name = "Anna" });
        var recording = Start("wav");
        _room.Tick(20);
        first.SetMuted(true);
        _room.Tick(10);
        first.Leave();
        _room.Tick(10);
        _room.Maintain();
        await WrittenAsync(recording, 38 * Frames);
        _room.Speak("a", new ToneInput(700), o => o with { Name = "Anna" });
        _room.Tick(20);
        var tracks = await StopAsync(recording);

        Assert.Equal(["mix", "Anna"], tracks.Select(t => t.Name));
        var file = Read(tracks[1]);
        Assert.Equal(0.1, Tone.Amplitude(file.AsSpan(2 * Frames, 10 * Frames), 500), 0.005);
        Assert.Equal(0, file.AsSpan(21 * Frames, 17 * Frames).ToArray().Max());
        Assert.Equal(0.1, Tone.Amplitude(file.AsSpan(42 * Frames, 10 * Frames), 700), 0.005);
    }

    [Fact]
    public async Task The_mix_may_be_that_of_a_listener()
    {
        _room.Speak("a", new ToneInput(500));
        var (listener, _) = _room.Listen("desk", o => o with { Volumes = [new("a", 0.5)] });
        var recording = Start("wav", o => o with { Listener = listener, RecordsSpeakers = false });
        _room.Tick(60);
        var tracks = await StopAsync(recording);

        Assert.Equal(0.05, Tone.Amplitude(Read(Assert.Single(tracks)).AsSpan(10 * Frames, 10 * Frames), 500), 0.003);
        Assert.Single(_room.Room.Listeners);
    }

    [Fact]
    public async Task A_room_ticks_while_it_is_recorded_and_parks_afterwards()
    {
        var recording = Start("wav");
        Assert.True(_room.Room.TrySchedule());
        Assert.False(_room.Room.TryPark());
        _room.Tick(50);
        Assert.False(_room.Room.TryPark());
        var tracks = await StopAsync(recording);
        _room.Tick(5);

        Assert.True(_room.Room.TryPark());
        Assert.Equal(49 * Frames, Assert.Single(tracks).Frames);
    }

    [Fact]
    public void A_tick_that_is_recorded_allocates_nothing()
    {
        _room.Speak("a", new ToneInput(500));
        var recording = Start("wav");
        Assert.Equal(0, LeastAllocated.Bytes(() => _room.Tick(5), calls: 10));
        _room.Room.Dispose(); // no tick will follow
        Assert.True(recording.StopAsync().Wait(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.Throws<AudioException>(() =>
            RoomRecording.Start(_room.Room, new RoomRecordingOptions { Directory = Path.Combine(_folder, "file") }));
        Assert.Throws<AudioException>(() => Start("../x"));
        Assert.Throws<AudioException>(() => Start("nosuch"));
        Assert.Empty(_room.Room.Listeners);
    }

    private RoomRecording Start(string ending, Func<RoomRecordingOptions, RoomRecordingOptions>? with = null)
    {
        var options = new RoomRecordingOptions
        {
            Directory = Path.Combine(_folder, "take"),
            Ending = ending,
            System = new AudioSystem().UseSoundFiles(),
        };
        return RoomRecording.Start(_room.Room, with is null ? options : with(options));
    }

    private async Task<IReadOnlyList<RecordedTrack>> StopAsync(RoomRecording recording)
    {
        var stopping = recording.StopAsync();
        _room.Tick(2);
        return await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task WrittenAsync(RoomRecording recording, long frames)
    {
        while (recording.Tracks.Min(t => t.Frames) < frames) await Task.Delay(10);
    }

    private static float[] Read(RecordedTrack track)
    {
        return SoundFile.Load(track.Path).Samples.ToArray();
    }
}

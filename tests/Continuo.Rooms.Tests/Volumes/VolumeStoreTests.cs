using Continuo.Audio;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Volumes;

namespace Continuo.Rooms.Tests.Volumes;

/// <summary>What listeners have set is remembered, whatever happens to the file.</summary>
public sealed class VolumeStoreTests : IDisposable
{
    private static readonly ListenerSettings Some =
        new([new SpeakerVolume("bob", 0.5), new SpeakerVolume("eve", IsMuted: true)], ["Track 2"]);

    private readonly string _folder = Directory.CreateTempSubdirectory("volumes").FullName;

    private string File => Path.Combine(_folder, "volumes.json");

    [Fact]
    public void Settings_are_there_after_a_restart_and_belong_to_server_and_id()
    {
        using (var store = new VolumeStore(File)) store.Set("home", "anna", Some);
        using var next = new VolumeStore(File);
        var found = next.Find("home", "anna");
        Assert.Equal(Some.Volumes, found.Volumes);
        Assert.Equal(Some.GroupsOff, found.GroupsOff);
        Assert.Empty(next.Find("elsewhere", "anna").Volumes);
        Assert.Empty(next.Find("home", "Anna").Volumes);
        Assert.Null(next.Problem);
    }

    [Fact]
    public void A_change_is_written_without_being_asked_for()
    {
        using var store = new VolumeStore(File, new VolumeStoreOptions { SaveAfter = TimeSpan.FromMilliseconds(1) });
        store.Set("home", "anna", Some);
        Assert.True(SpinWait.SpinUntil(() => System.IO.File.Exists(File), TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("{\"version\":1,\"listeners\":[{")]
    [InlineData("{\"version\":2,\"listeners\":[]}")]
    [InlineData("not JSON at all")]
    [InlineData("")]
    public void A_corrupt_file_is_set_aside_and_said(string content)
    {
        System.IO.File.WriteAllText(File, content);
        using var store = new VolumeStore(File);
        var aside = Assert.Single(Directory.GetFiles(_folder, "volumes.json.corrupt-*"));
        Assert.Equal(content, System.IO.File.ReadAllText(aside));
        Assert.Contains(Path.GetFileName(aside), store.Problem, StringComparison.Ordinal);
        store.Set("home", "anna", Some);
        Assert.True(store.Flush());
        using var next = new VolumeStore(File);
        Assert.Equal(1, next.Count);
    }

    [Fact]
    public void An_impossible_entry_is_left_out_and_the_others_stay()
    {
        using (var store = new VolumeStore(File))
        {
            store.Set("home", "anna", Some);
            store.Set("home", "ben", Some);
        }

        var text = System.IO.File.ReadAllText(File);
        var at = text.IndexOf("0.5", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, string.Concat(text.AsSpan(0, at), "7.5", text.AsSpan(at + 3)));
        using var next = new VolumeStore(File);
        Assert.Equal(1, next.Count);
        Assert.Contains("7.5", next.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_half_written_does_not_count()
    {
        using (var store = new VolumeStore(File)) store.Set("home", "anna", Some);
        System.IO.File.WriteAllText(File + ".new", "{\"version\":1,"); // killed in the middle of the next save
        using var next = new VolumeStore(File);
        Assert.Equal((1, null), (next.Count, next.Problem));
    }

    [Fact]
    public void What_cannot_be_saved_is_said_and_saved_later()
    {
        var folder = Path.Combine(_folder, "sub");
        using var store = new VolumeStore(Path.Combine(folder, "v.json"));
        System.IO.File.WriteAllText(folder, "in the way");
        store.Set("home", "anna", Some);
        Assert.False(store.Flush());
        Assert.Contains("not saved", store.Problem, StringComparison.Ordinal);
        System.IO.File.Delete(folder);
        Assert.True(store.Flush());
        Assert.True(System.IO.File.Exists(Path.Combine(folder, "v.json")));
    }

    [Fact]
    public void Settings_that_were_not_used_for_long_and_the_oldest_of_too_many_are_removed()
    {
        var time = new DateTime(2026, 1, 1);
        var options = new VolumeStoreOptions { Time = new FixedTime(() => time), MaxListeners = 100 };
        using var store = new VolumeStore(File, options);
        store.Set("home", "anna", Some);
        store.Set("home", "ben", Some);
        time = time.AddDays(170);
        Assert.NotEmpty(store.Find("home", "anna").Volumes);
        time = time.AddDays(20);
        store.Set("home", "carl", Some);
        store.Flush();
        Assert.Equal(2, store.Count);
        Assert.Empty(store.Find("home", "ben").Volumes);
        time = time.AddDays(1);
        for (var i = 0; i < 1000; i++) store.Set("home", $"{i}", Some);
        store.Flush();
        Assert.Equal(100, store.Count);
        Assert.Empty(store.Find("home", "anna").Volumes);
    }

    [Fact]
    public void A_listener_who_comes_back_hears_as_before()
    {
        using var store = new VolumeStore(File);
        using var room = new VirtualRoom(services: new RoomServices { Volumes = store });
        room.Speak("bob", new ToneInput(400));
        room.Speak("eve", new ToneInput(900));
        room.Speak("dan", new ToneInput(1500), o => o with { Group = "Track 2" });
        var (listener, _) = room.Listen("anna");
        listener.SetVolumes(Some.Volumes);
        listener.SetGroup("Track 2", isOn: false);
        listener.Leave();
        var (again, output) = room.Listen("anna");
        room.Tick(20);
        Assert.Equal(Some.GroupsOff, again.GetGroupsOff());
        var block = output.Last(4800);
        Assert.Equal([0.05, 0, 0], new[] { 400.0, 900, 1500 }.Select(hertz => Math.Round(Tone.Amplitude(block, hertz), 3)));
        again.SetVolumes(new SpeakerVolume("bob"), new SpeakerVolume("eve"));
        again.SetGroup("Track 2", isOn: true);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void Impossible_values_are_refused()
    {
        using var store = new VolumeStore(File);
        Assert.Throws<AudioException>(() => store.Set("home", "anna", new ListenerSettings([new SpeakerVolume("x", 3)], [])));
        Assert.Throws<AudioException>(() => store.Set("", "anna", Some));
        Assert.Equal(0, store.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class FixedTime(Func<DateTime> now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now(), TimeSpan.Zero);
    }
}

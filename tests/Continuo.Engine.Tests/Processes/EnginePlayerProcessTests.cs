using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Playing;
using Continuo.Sinks;

namespace Continuo.Engine.Tests.Processes;

public class EnginePlayerProcessTests
{
    private const int Second = 48_000;

    [Fact]
    public void Files_that_are_cut_deleted_or_damaged_while_they_play_end_alone_and_are_reported()
    {
        using var run = new EngineRun();
        run.StartEngine();
        using var client = EngineClient.Connect(run.Socket);
        using var player = client.OpenPlayer("files");
        string[] files = [run.File("good.wav"), run.File("cut.wav"), run.File("deleted.wav"), run.File("damaged.flac")];
        foreach (var file in files) WriteNoise(file, seconds: 2);
        Damage(files[3]);
        var tracks = files.Select(f => player.Add(f)).ToArray();
        player.Play();
        EngineFixture.Await(() => player.GetStatistics().Position > 0);
        using (var cut = new FileStream(files[1], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(cut.Length / 2);
        File.Delete(files[2]);
        player.Seek(Second / 2); // whatever had been read before is read again
        EngineFixture.Await(() => player.GetStatistics().State == PlayerState.Ended);

        Assert.Null(player.Describe(tracks[0]).Failure);
        Assert.Equal(AudioErrorCode.NotAudio, player.Describe(tracks[1]).Failure?.Code);
        Assert.Null(player.Describe(tracks[2]).Failure); // who has it open has it to its end
        Assert.Equal(AudioErrorCode.NotAudio, player.Describe(tracks[3]).Failure?.Code);
        EngineFixture.Await(() => player.GetStatistics().Position == 2 * Second);
        Assert.Equal(EngineState.Flowing, client.GetStatistics().State);
        var gone = Assert.Throws<AudioException>(() => player.Add(files[2]));
        Assert.Equal(AudioErrorCode.NotFound, gone.Code);
        Assert.Contains("deleted.wav", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Detached_files_play_on_when_their_application_is_killed_and_others_do_not()
    {
        using var run = new EngineRun();
        var engine = run.StartEngine();
        SparseWav.Create(run.File("long.wav"), 3600);
        using var watch = EngineClient.Connect(run.Socket);
        var descriptors = int.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var (staying, number) = run.StartPeer("detached", run.Socket, run.File("long.wav"), run.File("long.wav"));
            var (leaving, _) = run.StartPeer("player", run.Socket, run.File("long.wav"));
            EngineRun.Kill(staying);
            EngineRun.Kill(leaving);
            EngineFixture.Await(() => watch.Inputs().Count == 1);
            using var player = watch.FindPlayer(int.Parse(number, CultureInfo.InvariantCulture));
            var at = player.GetStatistics().Position;
            EngineFixture.Await(() => player.GetStatistics().Position > at + Second / 2);
            Assert.Equal(
                (PlayerState.Playing, true, 2),
                (player.GetStatistics().State, player.GetStatistics().IsDetached, player.GetStatistics().Tracks));
            player.PlayFrom(3600L * Second - 100);
            EngineFixture.Await(() => watch.Inputs().Count == 0);

            // Nothing of theirs stays open; the first round also opens libraries, which do.
            EngineFixture.Await(() => Descriptors(engine.Id) <= descriptors);
            if (round == 0) EngineFixture.Await(() => !FilesOf(engine.Id).Contains("long.wav", StringComparison.Ordinal));
            if (round == 0) descriptors = Descriptors(engine.Id);
        }
    }

    [Fact]
    public void Thirty_two_files_of_an_hour_are_played_sought_and_metered_without_allocation_in_little_memory()
    {
        using var run = new EngineRun();
        var engine = run.StartEngine();
        SparseWav.Create(run.File("hour.wav"), 3600);
        using var client = EngineClient.Connect(run.Socket);
        using var player = client.OpenPlayer("stems");
        for (var i = 0; i < 32; i++) player.Add(run.File("hour.wav"));
        player.Play();
        EngineFixture.Await(() => player.GetStatistics().Position > 0);
        var reports = new EngineTrackStatistics[32];
        var random = new Random(1);
        SeekAndMeter();
        var before = client.Threads().ToDictionary(t => t.Thread, t => t.Bytes);
        SeekAndMeter();
        Assert.All(client.Threads().Where(t => before.ContainsKey(t.Thread)), t => Assert.Equal(before[t.Thread], t.Bytes));
        Assert.Superset(new HashSet<string> { "mix", "engine", "client", "read tracks" }, client.Threads().Select(t => t.Name).ToHashSet());
        Assert.Equal(0, client.GetStatistics().Collections);
        Assert.Equal(0, client.GetStatistics().MixAllocatedBytes);
        Assert.InRange(ResidentBytes(engine.Id), 1, 200_000_000);

        void SeekAndMeter()
        {
            for (var i = 0; i < 8; i++)
            {
                var sought = player.Seek(random.NextInt64(3500L * Second));
                EngineFixture.Await(() => player.GetStatistics().Applied >= sought && player.GetTrackStatistics(reports) == 32);
                Thread.Sleep(10); // at whatever moment of the reading
            }
        }
    }

    [Fact]
    public void An_engine_for_an_impossible_device_or_at_a_taken_place_disturbs_no_other()
    {
        using var run = new EngineRun();
        run.StartEngine();
        using var client = EngineClient.Connect(run.Socket);
        using var player = client.OpenPlayer("plays");
        player.Add("tone:440?seconds=600");
        player.Play();
        Assert.Contains("another engine", run.FailToStart("engine", "--socket", run.Socket, "--to", "null:"), StringComparison.Ordinal);
        Assert.Contains(
            "/proc/none",
            run.FailToStart("engine", "--socket", run.Socket + "2", "--to", "file:/proc/none/x.wav"),
            StringComparison.Ordinal);
        Assert.Contains(
            "outside 16",
            run.FailToStart("engine", "--socket", run.Socket + "3", "--to", "null:", "--buffer", "3"),
            StringComparison.Ordinal);
        var at = player.GetStatistics().Position;
        EngineFixture.Await(() => player.GetStatistics().Position > at);
        Assert.Equal(0, client.GetStatistics().Losses);
    }

    private static int Descriptors(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    private static string FilesOf(int process)
    {
        using var list = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("ls", ["-l", $"/proc/{process}/fd"]) { RedirectStandardOutput = true })!;
        return list.StandardOutput.ReadToEnd();
    }

    private static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static void WriteNoise(string path, int seconds)
    {
        var random = new Random(1);
        var samples = new float[seconds * Second * 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = random.NextSingle() * 0.02f;
        using IAudioSink sink = path.EndsWith(".flac", StringComparison.Ordinal)
            ? new SoundFileSink(path)
            : new WavFileSink(path, SampleType.S16);
        sink.Open(AudioFormat.Default);
        sink.Write(samples);
        sink.Finish();
    }

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length * 3 / 4, 3000).Clear();
        File.WriteAllBytes(path, bytes);
    }
}

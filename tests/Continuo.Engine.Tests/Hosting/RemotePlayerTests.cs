using Continuo.Audio;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Engine.Tests.Hosting;

public class RemotePlayerTests
{
    private const int Second = 48_000;

    [Fact]
    public void A_client_plays_pauses_seeks_loops_and_stops()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var player = client.OpenPlayer("piece");
        player.Add("tone:440?seconds=600");
        player.Add("tone:880?seconds=300");
        Assert.Equal(
            (PlayerState.Stopped, 600L * Second, 2),
            (player.GetStatistics().State, player.GetStatistics().Length, player.GetStatistics().Tracks));

        var played = player.Play();
        EngineFixture.Await(() => player.GetStatistics() is { State: PlayerState.Playing, Position: > 0 } r && r.Applied >= played);
        var sought = player.Seek(TimeSpan.FromSeconds(200));
        Assert.Equal(played + 1, sought);
        EngineFixture.Await(() => player.GetStatistics().Position > 200L * Second);
        Assert.InRange(player.GetStatistics().Position, 200L * Second, 300L * Second);

        player.Pause();
        EngineFixture.Await(() => player.GetStatistics().State == PlayerState.Paused && Stands(player));
        var paused = player.GetStatistics().Position;
        player.Resume();
        EngineFixture.Await(() => player.GetStatistics().Position > paused);

        player.Loop = new LoopRegion(Second, 2 * Second);
        Assert.Equal(new LoopRegion(Second, 2 * Second), player.Loop);
        EngineFixture.Await(() => player.GetStatistics().Position is >= Second and < 2 * Second);
        player.Loop = null;
        Assert.Null(player.Loop);

        player.PlayFrom(600L * Second - 100);
        EngineFixture.Await(() => player.GetStatistics().State == PlayerState.Ended);
        player.Play();
        EngineFixture.Await(() => player.GetStatistics() is { State: PlayerState.Playing, Position: > 0 and < Second });
        player.Stop();
        Assert.Equal((PlayerState.Stopped, 0), (player.GetStatistics().State, player.GetStatistics().Position));
        Assert.Equal(0, player.GetStatistics().LateBlocks);
    }

    [Fact]
    public void Tracks_are_added_set_metered_and_removed_while_it_plays()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var player = client.OpenPlayer("piece", MeterParts.All);
        var loud = player.Add("tone:1000?level=-20");
        var quiet = player.Add("tone:2000?level=-40", new TrackSettings { GainDb = -6, Pan = 0.25 });
        player.Play();
        var reports = new EngineTrackStatistics[4];
        // a stereo tone of −20 dBFS is one of −20 LUFS, nearly
        EngineFixture.Await(() => player.GetTrackStatistics(reports) == 2 && reports[0].Momentary is > -20.5f and < -19.5f
            && reports[1].Peak > 0);
        Assert.Equal((loud, quiet), (reports[0].Track, reports[1].Track));
        Assert.InRange(reports[0].TruePeakDb, -20.5, -19.5);
        Assert.Equal(
            (-6, 0.25, false, false, false),
            (reports[1].GainDb, reports[1].Pan, reports[1].Mute, reports[1].Solo, reports[1].HasFailed));

        EngineFixture.Await(() => player.GetStatistics().Integrated > -21 && client.GetStatistics().Integrated > -21);
        Assert.InRange(player.GetStatistics().TruePeakDb, -20.5, -18);

        player.Set(loud, new TrackSettings { Mute = true });
        player.Set(quiet, new TrackSettings { Solo = true });
        Assert.Equal(2, player.GetTrackStatistics(reports));
        Assert.True(reports[0].Mute && reports[1].Solo);
        Assert.Equal("tone:1000?level=-20", player.Describe(loud).Name);
        Assert.Null(player.Describe(loud).Failure);

        player.Remove(loud);
        Assert.Equal(1, player.GetTrackStatistics(reports));
        Assert.Equal(quiet, reports[0].Track);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => player.Describe(loud)).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => player.Remove(loud)).Code);
    }

    [Fact]
    public void More_tracks_than_one_message_holds_are_reported()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var player = client.OpenPlayer("piece");
        for (var i = 0; i < 130; i++) player.Add("silence:?seconds=1");
        var reports = new EngineTrackStatistics[200];
        Assert.Equal(130, player.GetTrackStatistics(reports));
        Assert.Equal(Enumerable.Range(1, 130), reports.Take(130).Select(r => r.Track));
        Assert.Equal(100, player.GetTrackStatistics(reports.AsSpan(0, 100)));
    }

    [Fact]
    public void A_player_goes_with_its_client_except_one_that_is_detached_to_which_anyone_may_come_back()
    {
        using var fixture = new ServerFixture();
        using var watch = fixture.Connect();
        int left;
        using (var client = fixture.Connect())
        {
            var goes = client.OpenPlayer("goes");
            goes.Add("tone:440");
            goes.Play();
            var stays = client.OpenPlayer("stays");
            stays.Add("tone:880?seconds=600");
            stays.Play();
            stays.Detach();
            left = stays.Id;
        }

        EngineFixture.Await(() => watch.Inputs().Count == 1);
        var input = Assert.Single(watch.Inputs());
        Assert.Equal((left, EngineInputKind.Player, "stays"), (input.Input, input.Kind, input.Name));
        using (var again = watch.FindPlayer(left))
        {
            Assert.True(again.GetStatistics().IsDetached);
            var at = again.GetStatistics().Position;
            EngineFixture.Await(() => again.GetStatistics().Position > at);
        }

        Assert.Single(watch.Inputs());
        watch.FindPlayer(left).PlayFrom(599L * Second);
        EngineFixture.Await(() => watch.Inputs().Count == 0); // at its end it goes
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => watch.FindPlayer(left)).Code);
        Assert.Equal(0, fixture.Engine.GetStatistics().Inputs);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_the_engines_words_and_nothing_else_is_disturbed()
    {
        using var fixture = new ServerFixture();
        using var client = fixture.Connect();
        using var player = client.OpenPlayer("piece");
        var track = player.Add("tone:440?seconds=2");
        player.Play();
        void Refused(AudioErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<AudioException>(action).Code);
        Refused(AudioErrorCode.InvalidArgument, () => player.Add("tone:99999"));
        Refused(AudioErrorCode.InvalidArgument, () => player.Add("nonsense:"));
        Refused(AudioErrorCode.Unsupported, () => player.Add("-"));
        Refused(AudioErrorCode.InvalidArgument, () => player.Add(new string('x', 2000)));
        Refused(AudioErrorCode.InvalidArgument, () => player.Add("tone:440", new TrackSettings { Pan = 7 }));
        foreach (var frame in new[] { -1, long.MinValue, long.MaxValue }) Refused(AudioErrorCode.InvalidArgument, () => player.Seek(frame));
        Refused(AudioErrorCode.InvalidArgument, () => player.Loop = new LoopRegion(100, 50));
        foreach (var gain in new[] { double.NaN, double.PositiveInfinity, 1e300 }) Refused(AudioErrorCode.InvalidArgument, () =>
            player.Set(track, new TrackSettings { GainDb = gain }));
        foreach (var pan in new[] { double.NaN, -1.001, 1e300 }) Refused(AudioErrorCode.InvalidArgument, () =>
            player.Set(track, new TrackSettings { Pan = pan }));
        Refused(AudioErrorCode.NotFound, () => player.Set(99, TrackSettings.Default));
        Refused(AudioErrorCode.NotFound, () => client.FindPlayer(99));
        Refused(AudioErrorCode.InvalidArgument, () => client.OpenPlayer(""));
        Refused(AudioErrorCode.InvalidArgument, () => client.OpenPlayer("x", (MeterParts)64));
        Refused(AudioErrorCode.NotFound, () => client.FindPlayer(client.Play("tone:880")));
        EngineFixture.Await(() => player.GetStatistics().State == PlayerState.Ended);
        Assert.Equal(0, player.GetStatistics().LateBlocks);
        Assert.Equal(1, player.GetStatistics().Tracks);
    }

    [Fact]
    public void Addresses_are_the_clients_whose_directory_may_be_another()
    {
        var here = Directory.GetCurrentDirectory();
        Assert.Equal($"file:{here}/a.wav?loop", RequestText.MakeAbsolute("a.wav?loop"));
        Assert.Equal($"file:{here}/b/a.wav", RequestText.MakeAbsolute("file:b/../b/a.wav"));
        Assert.Equal("file:/x/y.flac", RequestText.MakeAbsolute("/x/y.flac"));
        Assert.Equal("tone:440", RequestText.MakeAbsolute("tone:440"));
    }

    private static bool Stands(RemotePlayer player)
    {
        var at = player.GetStatistics().Position;
        Thread.Sleep(30);
        return player.GetStatistics().Position == at;
    }
}

using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class TransportControlTests
{
    private static readonly Func<long, float> Counting = frame => frame / 65_536f;

    [Fact]
    public void A_stop_forgets_where_a_seek_wanted_to_begin()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Seek(1000);
        Assert.Equal(1000, stage.Player.Cue);
        stage.Player.Stop();
        Assert.Equal(0, stage.Player.Cue);
        stage.Player.Play();
        Assert.Equal(Counting(100), stage.Render(480)[100]);
    }

    [Fact]
    public void A_seek_while_stopped_is_where_playing_begins()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Seek(1000);
        Assert.Equal(PlayerState.Stopped, stage.Player.State);
        Assert.All(stage.Render(480), sample => Assert.Equal(0, sample));
        stage.Player.Play();
        Assert.Equal(Counting(1400), stage.Render(480)[400]);
    }

    [Fact]
    public void A_command_that_changes_nothing_has_the_number_of_the_last_one()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        Assert.Equal(0, stage.Player.Pause());
        Assert.Equal(0, stage.Player.Resume());
        Assert.Equal(1, stage.Player.Play());
        Assert.Equal(1, stage.Player.Play());
        Assert.Equal(1, stage.Player.Resume());
        Assert.Equal(2, stage.Player.Pause());
        Assert.Equal(2, stage.Player.Pause());
        Assert.Equal(3, stage.Player.Play());
        Assert.Equal(PlayerState.Playing, stage.Player.State);
        Assert.Equal(4, stage.Player.Pause());
        Assert.Equal(5, stage.Player.Resume());
        Assert.Equal(6, stage.Player.Stop());
    }

    [Fact]
    public void The_piece_is_as_long_as_its_longest_track_and_has_no_length_if_one_has_none()
    {
        using var stage = new Stage();
        Assert.Equal(0, stage.Player.Length);
        stage.Player.Add(new ScriptedTrack(Counting, length: 3000), "long");
        stage.Player.Add(new ScriptedTrack(Counting, length: 1000), "short");
        Assert.Equal(3000, stage.Player.Length);
        stage.Player.Seek(3000);
        Assert.Contains("from 0 to 3000", Refused(3001).Message, StringComparison.Ordinal);
        Assert.Equal(AudioErrorCode.InvalidArgument, Refused(-1).Code);
        stage.Player.Add(new ScriptedTrack(Counting), "endless");
        Assert.Equal(-1, stage.Player.Length);
        stage.Player.Seek(3001);
        Assert.Contains("0 or later", Refused(-1).Message, StringComparison.Ordinal);

        AudioException Refused(long frame) => Assert.Throws<AudioException>(() => stage.Player.Seek(frame));
    }

    [Fact]
    public void A_loop_that_ends_before_the_present_place_is_entered_at_its_start()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Loop = new LoopRegion(1000, 3000);
        Assert.Equal(new LoopRegion(1000, 3000), stage.Player.Loop);
        var output = stage.Render(9600);
        Assert.All(output[960..], sample => Assert.InRange(sample, Counting(1000), Counting(3240)));
        stage.Player.Loop = null;
        var after = stage.Render(9600);
        Assert.True(after[^1] > Counting(3240));
    }

    [Theory]
    [InlineData(-1, 1000)]
    [InlineData(1000, 1239)]
    [InlineData(1000, 500)]
    public void A_loop_that_begins_before_the_piece_or_is_shorter_than_a_fade_is_refused(long start, long end)
    {
        using var stage = new Stage();
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => stage.Player.Loop = new LoopRegion(start, end)).Code);
        Assert.Null(stage.Player.Loop);
        stage.Player.Loop = new LoopRegion(0, 240);
    }

    [Fact]
    public void Tracks_are_numbered_from_1_and_no_number_is_given_twice()
    {
        using var stage = new Stage();
        var first = stage.Player.Add(new ScriptedTrack(Counting), "first");
        var second = stage.Player.Add(new ScriptedTrack(Counting), "second");
        stage.Player.Remove(second);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => stage.Player.Remove(second)).Code);
        var third = stage.Player.Add(new ScriptedTrack(Counting), "third");
        Assert.Equal((1, 2, 3), (first.Id, second.Id, third.Id));
        Assert.Equal([first, third], stage.Player.Tracks);
    }

    [Fact]
    public void A_player_that_is_disposed_of_takes_no_command()
    {
        var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stage.Player.Play());
        Assert.Throws<ObjectDisposedException>(() => stage.Player.Seek(1));
        Assert.Throws<ObjectDisposedException>(() => stage.Player.Stop());
    }
}

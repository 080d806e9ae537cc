using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Rendering;
using Continuo.Streams;

namespace Continuo.Tests.Playing;

/// <summary>Who owns a source frees it, on every path.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public void A_player_frees_its_tracks_when_it_is_disposed()
    {
        var sources = Enumerable.Range(0, 3).Select(_ => new ScriptedTrack(_ => 0.5f)).ToArray();
        using (var stage = new Stage())
        {
            foreach (var source in sources) stage.Player.Add(source, "a");
            stage.Player.Play();
            stage.Render(4800);
        }

        Assert.All(sources, source => Assert.True(source.IsDisposed));
    }

    [Fact]
    public void A_track_that_was_removed_and_not_yet_freed_is_freed_with_the_player()
    {
        var source = new ScriptedTrack(_ => 0.5f);
        using (var stage = new Stage())
        {
            var track = stage.Player.Add(source, "a");
            stage.Player.Play();
            stage.Render(4800);
            stage.Player.Remove(track);
            Assert.False(source.IsDisposed);
        }

        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void A_removed_track_leaves_the_mixer_and_is_freed_once_it_is_not_heard()
    {
        using var stage = new Stage();
        var source = new ScriptedTrack(_ => 0.5f);
        var track = stage.Player.Add(source, "a");
        stage.Player.Add(new ScriptedTrack(_ => 0f), "stays");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Remove(track);
        Assert.DoesNotContain(track.Mix, stage.Player.Mixer.Tracks);
        Assert.Equal(0, stage.Render(9600)[^1]);
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void A_source_that_does_not_fit_is_freed_and_leaves_nothing_in_the_mixer()
    {
        using var stage = new Stage();
        var source = new ScriptedTrack(_ => 0.5f, rate: 44_100);
        Assert.Throws<AudioException>(() => stage.Player.Add(source, "a"));
        Assert.True(source.IsDisposed);
        Assert.Empty(stage.Player.Mixer.Tracks);
    }

    [Fact]
    public void A_source_that_comes_after_the_end_is_freed_and_leaves_nothing_in_the_mixer()
    {
        var stage = new Stage();
        stage.Dispose();
        var source = new ScriptedTrack(_ => 0.5f);
        Assert.ThrowsAny<Exception>(() => stage.Player.Add(source, "late"));
        Assert.True(source.IsDisposed);
        Assert.Empty(stage.Player.Mixer.Tracks);
    }

    [Fact]
    public void A_live_track_that_is_refused_or_freed_leaves_no_reader_on_its_stream()
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        using var player = new Player(AudioFormat.Default, Stage.Plain);
        Assert.Throws<AudioException>(() => player.AddLive(stream, new TrackSettings { Pan = 5 }));
        Assert.Empty(stream.Run.Ring.Readers);
        player.AddLive(stream);
        Assert.NotEmpty(stream.Run.Ring.Readers);
        player.Dispose();
        Assert.Empty(stream.Run.Ring.Readers);
        Assert.Throws<ObjectDisposedException>(() => player.AddLive(stream));
        Assert.Empty(stream.Run.Ring.Readers);
    }

    [Fact]
    public void The_reader_thread_ends_with_the_player()
    {
        Thread? reader = null;
        var stage = new Stage(Stage.Plain with { ReaderThread = true, Clock = SystemClock.Instance });
        stage.Player.Add(new ScriptedTrack(_ => { Volatile.Write(ref reader, Thread.CurrentThread); return 0.5f; }), "a");
        stage.Player.Play();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref reader) is not null, TimeSpan.FromSeconds(60)));
        Assert.True(reader!.IsAlive);
        stage.Dispose();
        Assert.False(reader.IsAlive);
    }

    [Fact]
    public void A_mix_frees_its_sources_and_those_that_do_not_fit()
    {
        var (taken, refused) = (new ScriptedTrack(_ => 0.5f, 100), new ScriptedTrack(_ => 0.5f, 100, rate: 44_100));
        using (var mix = new MixDown(AudioFormat.Default))
        {
            mix.Add(taken, "taken");
            Assert.Throws<AudioException>(() => mix.Add(refused, "refused"));
            Assert.True(refused.IsDisposed);
            Assert.False(taken.IsDisposed);
        }

        Assert.True(taken.IsDisposed);
    }
}

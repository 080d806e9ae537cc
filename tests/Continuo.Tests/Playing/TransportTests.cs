using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class TransportTests
{
    [Fact]
    public void After_a_seek_the_old_place_is_heard_for_30_ms_until_the_new_one_is_there()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(frame => frame < 100_000 ? 1f : 0.5f), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Seek(100_000);
        var waiting = stage.Render(4800, prepare: false);
        Assert.All(waiting[..1440], sample => Assert.Equal(1f, sample));
        Assert.All(waiting[1680..], sample => Assert.Equal(0f, sample));
        for (var i = 1441; i < 1680; i++) Assert.InRange(waiting[i - 1] - waiting[i], 0, Math.PI / 2 / 240 * 1.01);
        var there = stage.Render(4800);
        Assert.All(there[240..], sample => Assert.Equal(0.5f, sample));
        stage.Player.Seek(0);
        waiting = stage.Render(1440, prepare: false); // the patience is given anew
        Assert.All(waiting, sample => Assert.Equal(0.5f, sample));
    }

    [Fact]
    public void A_player_that_is_paused_while_a_seek_waits_is_patient_again_when_it_continues()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(frame => frame < 100_000 ? 1f : 0.5f), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Pause();
        stage.Render(4800);
        stage.Player.Seek(100_000);
        Assert.Equal(PlayerState.Paused, stage.Player.State);
        Assert.All(stage.Render(4800), sample => Assert.Equal(0f, sample));
        stage.Player.Resume();
        Assert.All(stage.Render(4800)[240..], sample => Assert.Equal(0.5f, sample));
    }
}

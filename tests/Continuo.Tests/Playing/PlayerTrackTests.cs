using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class PlayerTrackTests
{
    [Fact]
    public void A_track_frees_its_source_and_both_of_its_lanes()
    {
        TrackLane[] lanes = [new(AudioFormat.Default, 8, 4), new(AudioFormat.Default, 8, 4)];
        var source = new ScriptedTrack(_ => 0.5f);
        var mix = new Mixer(AudioFormat.Default, Stage.Plain.Mixer).AddTrack("a");
        var track = new PlayerTrack("a", "scripted", mix, new TrackFeed(source, ChannelLayout.Stereo, 8, [0.5f]), lanes);
        track.Dispose();
        Assert.True(source.IsDisposed);
        Assert.All(lanes, lane => Assert.Throws<ObjectDisposedException>(() => lane.Append(new float[16])));
    }
}

using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Codecs.SoundFiles;
using Continuo.Codecs.Tests.SoundFiles;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Rendering;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Codecs.Tests.Playing;

public sealed class PlayerFileTests
{
    private static readonly PlaybackOptions ByHand = new()
    {
        ReaderThread = false,
        Mixer = new MixerOptions { Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None },
    };

    [Fact]
    public void A_file_of_another_rate_is_played_from_the_exact_frame_after_a_seek()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Noise("noise.wav", 5);
        using var whole = new ResamplingSource(new SoundFileSource(path), 48_000);
        whole.Open();
        var all = ReadAll(whole);
        Assert.Equal(whole.Length, all.Length);
        using var sought = new ResamplingSource(new SoundFileSource(path), 48_000);
        sought.Open();
        var random = new Random(1);
        var piece = new float[1000];
        for (var i = 0; i < 50; i++)
        {
            var frame = random.Next(0, all.Length - piece.Length);
            sought.Seek(frame);
            for (var got = 0; got < piece.Length;) got += sought.Read(piece.AsSpan(got), TimeSpan.Zero).Frames;
            for (var k = 0; k < piece.Length; k++) Assert.Equal(all[frame + k], piece[k], 1e-5f);
        }
    }

    [Fact]
    public void Files_of_different_rates_and_channels_are_played_together()
    {
        using var folder = new TemporaryFolder();
        var system = new AudioSystem().UseSoundFiles();
        using var player = new Player(AudioFormat.Default, ByHand);
        player.Add(folder.Tones("a.wav", 1, rate: 44_100), system);
        player.Add(folder.Tones("b.wav", 2, rate: 96_000), system);
        player.Add(folder.Noise("c.wav", 0.5), system);
        using var sink = new Sinks.NullSink();
        sink.Open(player.Format);
        Assert.Equal(96_000, player.RenderAll(sink));
        Assert.All(player.Tracks, track => Assert.Null(track.Failure));
        Assert.All(player.Tracks, track => Assert.Equal(0, track.Mix.Statistics.LateFrames));
    }

    [Fact]
    public void A_file_that_is_cut_short_or_deleted_while_it_plays_disturbs_no_other()
    {
        using var folder = new TemporaryFolder();
        var system = new AudioSystem().UseSoundFiles();
        using var player = new Player(AudioFormat.Default, ByHand);
        var (cut, deleted) = (folder.Tones("cut.wav", 10, 48_000), folder.Tones("deleted.wav", 10, 48_000));
        var cutTrack = player.Add(cut, system);
        var deletedTrack = player.Add(deleted, system);
        player.Play();
        var block = new float[960];
        for (var i = 0; i < 1100; i++)
        {
            if (i == 100) TemporaryFolder.Truncate(cut, 0.5);
            if (i == 100) File.Delete(deleted);
            player.Prepare();
            player.Render(block);
        }

        Assert.Equal(AudioErrorCode.NotAudio, cutTrack.Failure?.Code);
        Assert.Equal(1, cutTrack.Mix.Statistics.Dropouts);
        Assert.Null(deletedTrack.Failure);
        Assert.Equal(0, deletedTrack.Mix.Statistics.LateFrames);
        Assert.Equal(PlayerState.Ended, player.State);
        Assert.Equal(480_000, player.PositionFrames);
    }

    private static float[] ReadAll(ResamplingSource source)
    {
        var samples = new List<float>();
        var block = new float[480];
        while (source.Read(block, TimeSpan.Zero) is { Status: SourceStatus.Data } read) samples.AddRange(block.AsSpan(0, read.Frames));
        return [.. samples];
    }
}

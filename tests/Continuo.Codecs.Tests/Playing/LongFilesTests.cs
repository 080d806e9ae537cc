using Continuo.Audio;
using Continuo.Codecs.SoundFiles;
using Continuo.Codecs.Tests.SoundFiles;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Codecs.Tests.Playing;

[Collection(nameof(Alone))] // memory is measured for the whole process
public sealed class LongFilesTests
{
    private static readonly PlaybackOptions ByHand = new()
    {
        ReaderThread = false,
        Mixer = new MixerOptions { Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None },
    };

    [Fact]
    public void Thirty_two_files_of_an_hour_are_played_anywhere_without_being_loaded()
    {
        using var folder = new TemporaryFolder();
        var system = new AudioSystem().UseSoundFiles();
        var before = Environment.WorkingSet;
        using var player = new Player(AudioFormat.Default, ByHand);
        for (var i = 0; i < 32; i++)
        {
            SparseWav.Create(folder[$"{i}.wav"], 3600);
            player.Add(folder[$"{i}.wav"], system);
        }

        Assert.Equal(3600 * 48_000L, player.Length);
        player.Play();
        var block = new float[960];
        foreach (var minute in new[] { 0, 59, 30 })
        {
            player.Seek(TimeSpan.FromMinutes(minute));
            for (var i = 0; i < 100; i++)
            {
                player.Prepare();
                player.Render(block);
            }

            Assert.InRange(player.Position.TotalMinutes, minute, minute + 0.02);
        }

        Assert.All(player.Tracks, track => Assert.Equal(0, track.Mix.Statistics.LateFrames));
        Assert.InRange(Environment.WorkingSet - before, 0, 200_000_000);
    }
}

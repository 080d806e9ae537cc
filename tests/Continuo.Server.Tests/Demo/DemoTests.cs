using Continuo.Audio;
using Continuo.Playing;
using Continuo.Server.Demo;
using Continuo.Server.Options;

namespace Continuo.Server.Tests.Demo;

public sealed class DemoTests
{
    public static TheoryData<string> Names => [.. DemoClips.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_piece_is_audible_and_repeats_without_a_click(string name)
    {
        var clip = DemoClips.Find(name)!.Value;
        var channels = clip.Format.Channels;

        Assert.Equal(48_000, clip.Format.SampleRate);
        for (var channel = 0; channel < channels; channel++)
        {
            Assert.InRange(clip.Level(channel).PeakDb, -12, 0);
            Assert.True(Math.Abs(Mean(clip, channel)) < 0.001);

            // The step over the seam is none that the piece does not have elsewhere.
            var step = Math.Abs(clip.Samples[channel] - clip.Samples[^(channels - channel)]);
            var largest = 0f;
            for (var i = channel + channels; i < clip.Samples.Length; i += channels)
            {
                largest = Math.Max(largest, Math.Abs(clip.Samples[i] - clip.Samples[i - channels]));
            }

            Assert.True(step <= largest);
        }
    }

    [Fact]
    public void The_voices_talk_in_turn()
    {
        const int Turn = 8 * 48_000;
        for (var voice = 0; voice < 3; voice++)
        {
            var clip = DemoClips.Find($"voice-{voice + 1}")!.Value;
            for (var turn = 0; turn < 3; turn++)
            {
                var rms = clip.Slice(turn * Turn + 4800, Turn - 96_000).Level().RmsDb;
                if (turn == voice) Assert.True(rms > -40);
                else Assert.True(rms < -60);
            }
        }
    }

    [Fact]
    public async Task The_band_plays_to_a_stream_and_each_stem_and_voice_has_its_own()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Demo = true });

        var snapshot = server.Audio.Snapshot();
        Assert.Equal(["band", .. DemoClips.Stems, .. DemoClips.Voices], snapshot.Streams.Select(s => s.Name));
        Assert.Equal(PlayerState.Playing, server.Audio.GetPlayer("band").State);
        var chunks = 0;
        var peak = 0f;
        await foreach (var chunk in server.Audio.GetStream("band").ReadChunksAsync(cancellation: TestContext.Current.CancellationToken))
        {
            foreach (var sample in chunk.Samples) peak = Math.Max(peak, Math.Abs(sample));
            if (++chunks == 200) break;
        }

        Assert.InRange(Decibels.FromGain(peak), -20, 0);
    }

    private static double Mean(AudioClip clip, int channel)
    {
        var sum = 0.0;
        for (var i = channel; i < clip.Samples.Length; i += clip.Format.Channels) sum += clip.Samples[i];
        return sum / clip.Frames;
    }
}

using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Rendering;
using Continuo.Tests.Playing;
using Continuo.Tests.Streams;

namespace Continuo.Tests.Rendering;

public sealed class MixDownTests
{
    private static readonly Func<long, float> Counting = frame => frame / 65_536f;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void All_sources_are_summed_to_the_end_of_the_longest(int tracks)
    {
        using var mix = new MixDown(AudioFormat.Default);
        for (var i = 0; i < tracks; i++)
        {
            mix.Add(new ScriptedTrack(Counting, 10_000 + i, channels: i % 3 == 2 ? 6 : 2), "t",
                new TrackSettings { GainDb = i == 0 ? 0 : double.NegativeInfinity });
        }

        using var sink = Open();
        Assert.Equal(9_999 + tracks, mix.Length);
        Assert.Equal(9_999 + tracks, mix.Run(sink));
        Assert.Equal((9_999 + tracks) * 2, sink.Samples.Count);
        for (var i = 0; i < 10_000; i++) Assert.Equal(Counting(i), sink.Samples[i * 2 + 1]);
    }

    [Fact]
    public void With_a_limiter_the_output_is_in_its_place_and_not_above_the_ceiling()
    {
        using var mix = new MixDown(AudioFormat.Default, new MixerOptions { MaxBlockFrames = 1000 });
        for (var i = 0; i < 8; i++)
        {
            mix.Add(
                new ScriptedTrack(frame => frame < 24_000 ? 0.01f * Counting(frame) : ScriptedTrack.Sine(frame), 48_000),
                "t");
        }

        using var sink = Open();
        Assert.Equal(48_000, mix.Run(sink));
        Assert.Equal(8 * 0.01f * Counting(20_000), sink.Samples[40_000], 1e-6f);
        Assert.InRange(sink.Samples.Max(Math.Abs), 0.5f, 0.892f);
    }

    [Fact]
    public void The_threads_that_read_end_with_the_mix()
    {
        using var mix = new MixDown(AudioFormat.Default);
        for (var i = 0; i < 8; i++) mix.Add(new ScriptedTrack(Counting, 10_000), "t");
        using var sink = Open();
        mix.Run(sink);
        Assert.True(SpinWait.SpinUntil(() => !Directory.EnumerateDirectories("/proc/self/task").Any(IsReading), TimeSpan.FromSeconds(30)),
            "a thread goes on reading");

        static bool IsReading(string thread)
        {
            try
            {
                return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("read for the mi", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // it has ended meanwhile
            }
        }
    }

    [Fact]
    public void A_source_that_breaks_off_ends_the_mix_with_its_reason()
    {
        using var mix = new MixDown(AudioFormat.Default);
        mix.Add(new ScriptedTrack(Counting, 100_000), "sound");
        mix.Add(new ScriptedTrack(Counting, 100_000, breaksAt: 50_000), "broken");
        using var sink = Open();
        Assert.Equal(AudioErrorCode.NotAudio, Assert.Throws<AudioException>(() => mix.Run(sink)).Code);
    }

    [Fact]
    public void It_can_be_ended_early_and_says_how_far_it_is()
    {
        using var mix = new MixDown(AudioFormat.Default);
        mix.Add(new ScriptedTrack(Counting), "endless");
        using var sink = Open();
        using var stop = new CancellationTokenSource();
        var told = 0L;
        var written = mix.Run(sink, frames =>
        {
            told = frames;
            stop.Cancel();
        }, stop.Token);
        Assert.Equal(told, written);
        Assert.Equal(-1, mix.Length);
    }

    private static MemorySink Open()
    {
        var sink = new MemorySink();
        sink.Open(AudioFormat.Default);
        return sink;
    }
}

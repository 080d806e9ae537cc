using Continuo.Audio;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class PlaybackOptionsTests
{
    [Theory]
    [InlineData(PlaybackPreset.Lowest, 128, 10, 100)]
    [InlineData(PlaybackPreset.Balanced, 480, 40, 500)]
    [InlineData(PlaybackPreset.Safe, 1024, 200, 2000)]
    public void Presets_of_a_machine_that_was_not_measured(PlaybackPreset preset, int block, double ahead, double most)
    {
        var options = PlaybackOptions.For(preset, machine: null);
        Assert.Equal((block, ahead, most), (options.BlockFrames, options.WriteAhead.TotalMilliseconds, options.MaxLag.TotalMilliseconds));
        Assert.False(options.IsMeasured);
        options.Validate();
    }

    [Fact]
    public void The_ends_of_all_ranges_are_allowed_and_what_lies_beyond_is_refused()
    {
        var usual = PlaybackOptions.For(PlaybackPreset.Balanced, machine: null);
        foreach (var block in new[] { 16, 4096 }) (usual with { BlockFrames = block }).Validate();
        foreach (var block in new[] { 15, 4097 }) Refused(usual with { BlockFrames = block });
        Refused(usual with { BlockFrames = 480, Mixer = new MixerOptions { MaxBlockFrames = 479 } });
        foreach (var ahead in new[] { 1, 10_000 }) (usual with { WriteAhead = Ms(ahead) }).Validate();
        foreach (var ahead in new[] { 0.9, 10_001 }) Refused(usual with { WriteAhead = Ms(ahead) });
        foreach (var lag in new[] { 0, 10_000 }) (usual with { MaxLag = Ms(lag) }).Validate();
        foreach (var lag in new[] { -1, 10_001 }) Refused(usual with { MaxLag = Ms(lag) });
        foreach (var ahead in new[] { 100, 60_000 }) (usual with { ReadAhead = Ms(ahead) }).Validate();
        foreach (var ahead in new[] { 99, 60_001 }) Refused(usual with { ReadAhead = Ms(ahead) });
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static void Refused(PlaybackOptions options) => Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(options.Validate).Code);
}

using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class PlaybackOptionsTests
{
    [Theory]
    [InlineData(nameof(PlaybackPreset.Lowest), 128, 10, 100)]
    [InlineData(nameof(PlaybackPreset.Balanced), 480, 40, 500)]
    [InlineData(nameof(PlaybackPreset.Safe), 1024, 200, 2000)]
    public void Presets_of_a_machine_that_was_not_measured(string preset, int block, double ahead, double most)
    {
        var options = PlaybackOptions.For(Enum.Parse<PlaybackPreset>(preset), machine: null);
        Assert.Equal((block, ahead, most), (options.BlockFrames, options.WriteAhead.TotalMilliseconds, options.MaxLag.TotalMilliseconds));
        Assert.False(options.IsMeasured);
        options.Validate();
    }

    [Fact]
    public void Presets_of_a_measured_machine_are_ahead_by_what_its_wake_ups_need()
    {
        var machine = new MachineProfile { Wakes = 10_000, Seconds = 10, P50Ms = 0.1, P99Ms = 0.5, P999Ms = 1.6, MaxMs = 9.6 };
        Assert.Equal((128, machine.ShortestAhead(128), true), Of(PlaybackPreset.Lowest));
        Assert.Equal((480, machine.SafeAhead(480), true), Of(PlaybackPreset.Balanced));
        Assert.Equal((1024, Ms(200), true), Of(PlaybackPreset.Safe));
        machine = machine with { MaxMs = 100 };
        Assert.Equal((1024, machine.AmpleAhead(1024), true), Of(PlaybackPreset.Safe));
        machine = machine with { P999Ms = 900, MaxMs = 9000 };
        Assert.Equal((128, Ms(100), true), Of(PlaybackPreset.Lowest));
        Assert.Equal((480, Ms(500), true), Of(PlaybackPreset.Balanced));
        Assert.Equal((1024, Ms(2000), true), Of(PlaybackPreset.Safe));

        (int, TimeSpan, bool) Of(PlaybackPreset preset) =>
            PlaybackOptions.For(preset, machine) is var o ? (o.BlockFrames, o.WriteAhead, o.IsMeasured) : default;
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

    private static void Refused(PlaybackOptions options) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(options.Validate).Code);
}

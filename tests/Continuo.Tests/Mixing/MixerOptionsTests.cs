using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Tests.Mixing;

public class MixerOptionsTests
{
    [Fact]
    public void The_ends_of_all_ranges_are_allowed_and_what_lies_beyond_is_refused()
    {
        foreach (var frames in new[] { 1, 65_536 }) new MixerOptions { MaxBlockFrames = frames, Limiter = null }.Validate();
        foreach (var frames in new[] { 0, 65_537 }) Refused(new MixerOptions { MaxBlockFrames = frames });
        foreach (var ceiling in new[] { -40.0, 0 }) new LimiterOptions { CeilingDb = ceiling }.Validate();
        foreach (var ceiling in new[] { -40.1, 0.1, double.NaN }) Refused(new LimiterOptions { CeilingDb = ceiling });
        foreach (var ahead in new[] { 1, 20 }) new LimiterOptions { LookAhead = TimeSpan.FromMilliseconds(ahead) }.Validate();
        foreach (var ahead in new[] { 0.9, 20.1 }) Refused(new LimiterOptions { LookAhead = TimeSpan.FromMilliseconds(ahead) });
        foreach (var release in new[] { 1, 10_000 }) new LimiterOptions { Release = TimeSpan.FromMilliseconds(release) }.Validate();
        foreach (var release in new[] { 0.9, 10_001 }) Refused(new LimiterOptions { Release = TimeSpan.FromMilliseconds(release) });
    }

    private static void Refused(LimiterOptions options) => Refused(new MixerOptions { Limiter = options });

    private static void Refused(MixerOptions options) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(options.Validate).Code);
}

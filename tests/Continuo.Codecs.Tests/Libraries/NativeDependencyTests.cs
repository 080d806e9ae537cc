using Continuo.Audio;
using Continuo.Codecs.Libraries;

namespace Continuo.Codecs.Tests.Libraries;

public sealed class NativeDependencyTests
{
    [Fact]
    public void A_missing_library_is_told_with_the_package_that_brings_it()
    {
        var missing = new NativeDependency("libcontinuo-has-no-such.so.9", "libnosuch9", "juggling");
        Assert.False(missing.TryLoad());
        var failure = Assert.Throws<AudioException>(missing.Require);
        Assert.Equal(AudioErrorCode.LibraryMissing, failure.Code);
        Assert.Equal("juggling: the library libcontinuo-has-no-such.so.9 is not installed. Install it: apt-get install libnosuch9.", failure.Message);
    }
}

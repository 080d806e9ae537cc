using Continuo.Audio;
using Continuo.Interop;

namespace Continuo.Tests.Interop;

public sealed class NativeDependencyTests
{
    [Fact]
    public void A_missing_library_is_reported_with_the_package_that_brings_it()
    {
        var missing = new NativeDependency("libcontinuo-has-no-such.so.9", "libnosuch9");
        Assert.False(missing.TryLoad());
        var failure = Assert.Throws<AudioException>(() => missing.Require("juggling"));
        Assert.Equal(AudioErrorCode.LibraryMissing, failure.Code);
        Assert.Equal(
            "juggling: the library libcontinuo-has-no-such.so.9 is not installed. Install it: apt-get install libnosuch9.",
            failure.Message);
    }

    [Fact]
    public void An_installed_library_reports_its_version() =>
        Assert.StartsWith(
            "libsndfile-",
            new NativeDependency("libsndfile.so.1", "libsndfile1").Version("sf_version_string"),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_library_has_no_version() =>
        Assert.Null(new NativeDependency("libcontinuo-has-no-such.so.9", "libnosuch9").Version("version"));
}

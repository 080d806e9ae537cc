using Continuo.Audio;
using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(AudioErrorCode.InvalidArgument, 2)]
    [InlineData(AudioErrorCode.Unsupported, 2)]
    [InlineData(AudioErrorCode.NotFound, 3)]
    [InlineData(AudioErrorCode.NotAudio, 1)]
    [InlineData(AudioErrorCode.AccessDenied, 1)]
    [InlineData(AudioErrorCode.DiskFull, 1)]
    [InlineData(AudioErrorCode.InputOutput, 1)]
    [InlineData(AudioErrorCode.ServerUnavailable, 1)]
    [InlineData(AudioErrorCode.LibraryMissing, 1)]
    [InlineData(AudioErrorCode.ProcessFailed, 1)]
    [InlineData(AudioErrorCode.TimedOut, 1)]
    public void Every_reason_has_its_exit_code(AudioErrorCode reason, int exitCode) =>
        Assert.Equal(exitCode, ExitCodes.Of(new AudioException(reason, "asked", "happened", "remedy")));

    [Fact]
    public void What_is_unexpected_is_a_failure_while_running() =>
        Assert.Equal(1, ExitCodes.Of(new InvalidOperationException("unexpected")));

    [Fact]
    public void Help_explains_each_exit_code_once() => Assert.Equal([0, 1, 2, 3], ExitCodes.Table.Select(row => row.Code));
}

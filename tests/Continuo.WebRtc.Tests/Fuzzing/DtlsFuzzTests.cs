namespace Continuo.WebRtc.Tests.Fuzzing;

public sealed class DtlsFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spoilt_datagrams_end_their_handshake_and_nothing_else(ulong seed)
    {
        var fuzz = new DtlsFuzz(seed);
        fuzz.Run(3000);
        Assert.True(fuzz.Refused > 10);
    }
}

namespace Continuo.Mumble.Tests.Fuzzing;

public class MumbleFuzzTests
{
    /// <summary>More of them: <c>scenarios fuzz-mumble --count N</c>.</summary>
    [Fact]
    public void Spoilt_messages_packets_and_datagrams_are_refused_or_harmless()
    {
        using var fuzz = new MumbleFuzz(20_261_129);
        fuzz.Run(40_000);
        Assert.True(fuzz.Applied > 0 && fuzz.Refused > 0 && fuzz.Voices > 0 && fuzz.Datagrams == 10_000);
    }
}

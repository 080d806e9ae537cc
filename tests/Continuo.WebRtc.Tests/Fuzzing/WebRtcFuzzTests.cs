namespace Continuo.WebRtc.Tests.Fuzzing;

public sealed class WebRtcFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spoilt_inputs_are_neither_believed_nor_read_beyond_their_end_and_only_refusals_escape(ulong seed)
    {
        using var fuzz = new WebRtcFuzz(seed);
        fuzz.Run(20_000);

        // Otherwise nothing beyond the first check would have been tried.
        Assert.InRange(fuzz.StunParsed, 2_000, 7_400);
        Assert.InRange(fuzz.StunBelieved, 500, 7_000);
        Assert.InRange(fuzz.SrtpAccepted, 500, 7_000);
        Assert.InRange(fuzz.SrtpRefused, 2_000, 7_400);
        Assert.InRange(fuzz.OffersAnswered, 250, 2_400);
        Assert.InRange(fuzz.OffersRefused, 100, 2_400);
        Assert.InRange(fuzz.AnswersTaken, 250, 2_400);
    }
}

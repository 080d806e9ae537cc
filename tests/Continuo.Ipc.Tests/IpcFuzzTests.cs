namespace Continuo.Ipc.Tests;

public sealed class IpcFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_is_sent_the_others_get_every_frame_and_nothing_is_left(ulong seed)
    {
        using var fuzz = new IpcFuzz(seed);
        fuzz.Run(30_000);
        fuzz.Calm();
        Assert.Equal((2, 3), (fuzz.Clients, fuzz.Readers));

        // Otherwise little would have been tried.
        Assert.True(fuzz.KindsOfFaults >= 10, $"{fuzz.KindsOfFaults} kinds of faults");
        Assert.True(fuzz.Taken > 100, $"{fuzz.Taken} messages taken");
    }
}

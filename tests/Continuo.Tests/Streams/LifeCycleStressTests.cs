namespace Continuo.Tests.Streams;

public sealed class LifeCycleStressTests
{
    public static TheoryData<int> Seeds => new(1, 2, Random.Shared.Next());

    [Theory, MemberData(nameof(Seeds))]
    public void Any_commands_from_any_threads_leave_nothing_open_and_enter_nothing_twice(int seed)
    {
        var report = new LifeCycleStress(seed).Run(4_000);
        Assert.True(report.IsSound && report.Longest < TimeSpan.FromSeconds(10), $"seed {seed}: {report}");
        Assert.True(report.Starts > 0 && report.Recordings > 0);
    }
}

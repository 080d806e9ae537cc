using Continuo.Clocks;
using Continuo.Diagnostics;

namespace Continuo.Tests.Diagnostics;

public sealed class BudgetMonitorTests
{
    private const long Budget = 10_000_000; // 480 frames at 48 kHz

    [Fact]
    public void Usage_is_the_time_taken_over_the_time_the_frames_last()
    {
        var monitor = new BudgetMonitor(isOn: true);
        var clock = new VirtualClock(1_000);
        foreach (var percent in Enumerable.Range(1, 1000).Select(i => i % 100 + 1)) Callback(monitor, clock, percent * Budget / 100);
        var report = monitor.GetStatistics();
        Assert.Equal((1000, 0, 0), (report.Callbacks, report.OverBudget, report.Xruns));
        AssertClose(50.5, report.MeanPercent);
        AssertClose(50, report.P50Percent);
        AssertClose(90, report.P90Percent);
        AssertClose(99, report.P99Percent);
        AssertClose(100, report.P999Percent);
        Assert.Equal(100, report.MaxPercent);
    }

    [Fact]
    public void One_bad_callback_in_a_thousand_shows_in_the_maximum_and_not_in_the_median()
    {
        var monitor = new BudgetMonitor(isOn: true);
        var clock = new VirtualClock();
        for (var i = 0; i < 1000; i++) Callback(monitor, clock, i == 500 ? 3 * Budget : Budget / 50);
        var report = monitor.GetStatistics();
        Assert.Equal(1, report.OverBudget);
        Assert.Equal(300, report.MaxPercent);
        AssertClose(2, report.P50Percent);
        AssertClose(2, report.P99Percent);
    }

    [Fact]
    public void The_same_time_is_more_of_a_smaller_budget()
    {
        var monitor = new BudgetMonitor(isOn: true);
        monitor.Record(0, 1_000_000, Budget);
        monitor.Record(0, 1_000_000, Budget / 5);
        var report = monitor.GetStatistics();
        AssertClose(10, report.P50Percent);
        Assert.Equal(50, report.MaxPercent);
    }

    [Fact]
    public void A_callback_that_takes_exactly_its_budget_is_not_over_it()
    {
        var monitor = new BudgetMonitor(isOn: true);
        monitor.Record(5, 5 + Budget, Budget);
        Assert.Equal(0, monitor.OverBudget);
        monitor.Record(5, 6 + Budget, Budget);
        Assert.Equal(1, monitor.OverBudget);
    }

    [Fact]
    public void Switched_off_it_measures_nothing_and_still_counts_what_the_device_tells()
    {
        var monitor = new BudgetMonitor();
        var clock = new VirtualClock();
        Callback(monitor, clock, 2 * Budget);
        monitor.CountXruns(2);
        Assert.Equal(new BudgetStatistics(0, 0, 2, 0, 0, 0, 0, 0, 0), monitor.GetStatistics());
        monitor.IsOn = true;
        Callback(monitor, clock, 2 * Budget);
        Assert.Equal((1, 1), (monitor.GetStatistics().Callbacks, monitor.OverBudget));
    }

    [Fact]
    public void As_many_xruns_are_reported_as_were_counted()
    {
        var monitor = new BudgetMonitor(isOn: true);
        for (var i = 0; i < 100; i++) monitor.CountXruns(i % 3);
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => i % 3), monitor.GetStatistics().Xruns);
    }

    [Fact]
    public void A_callback_without_frames_and_a_clock_that_steps_back_do_no_harm()
    {
        var monitor = new BudgetMonitor(isOn: true);
        monitor.Record(0, 100, 0);
        Assert.Equal(0, monitor.GetStatistics().Callbacks);
        monitor.Record(100, 0, Budget);
        Assert.Equal((1, 0), (monitor.GetStatistics().Callbacks, monitor.GetStatistics().MaxPercent));
    }

    [Fact]
    public void Measuring_and_reporting_allocate_nothing()
    {
        var monitor = new BudgetMonitor(isOn: true);
        var scratch = new HistogramSnapshot();
        monitor.Record(0, 1, Budget);
        monitor.GetStatistics(scratch);
        var (rounds, report) = (0, default(BudgetStatistics));
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 10_000; i++) monitor.Record(0, i * 1000L, Budget);
            monitor.CountXruns(1);
            report = monitor.GetStatistics(scratch);
            rounds++;
        }, calls: 1));
        Assert.Equal(1 + 10_000 * rounds, report.Callbacks);
    }

    private static void Callback(BudgetMonitor monitor, VirtualClock clock, long takes)
    {
        var begin = monitor.IsOn ? clock.Now : BudgetMonitor.NotMeasured;
        clock.AdvanceTo(clock.Now + takes);
        if (begin != BudgetMonitor.NotMeasured) monitor.Record(begin, clock.Now, Budget);
    }

    private static void AssertClose(double exact, double actual) => Assert.InRange(actual, exact * 0.99, exact * 1.01);
}

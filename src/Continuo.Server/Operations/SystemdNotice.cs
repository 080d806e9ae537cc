using System.Globalization;
using Continuo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Continuo.Server.Operations;

/// <summary>
/// Notifies systemd when the server listens and when it stops, and while its audio host answers keeps the watchdog from restarting it
/// (<c>Type=notify</c>, <c>WatchdogSec=</c>). Does nothing when systemd has not started the process.
/// </summary>
internal sealed class SystemdNotice(AudioHost host, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private readonly SystemdNotifier _systemd = new();

    /// <summary>Interval of watchdog notifications, half of the watchdog's timeout; <see langword="null"/> without a watchdog.</summary>
    internal static TimeSpan? PeriodOf(string? microseconds, string? process) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
        && (string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(limit / 2.0)
            : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_systemd.IsEnabled) return;
        using var started = lifetime.ApplicationStarted.Register(() => _systemd.Notify(ServiceState.Ready));
        using var stopping = lifetime.ApplicationStopping.Register(() => _systemd.Notify(ServiceState.Stopping));
        var period = PeriodOf(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
        var task = period is { } wanted ? FeedAsync(wanted, stoppingToken) : Task.Delay(Timeout.Infinite, stoppingToken);
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FeedAsync(TimeSpan period, CancellationToken stop)
    {
        var alive = new ServiceState("WATCHDOG=1");
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            _ = host.Snapshot(); // takes the host's gate: a host that hangs does not get here
            _systemd.Notify(alive);
        }
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Tests.Pipes;

public sealed class ChildSupervisorTests
{
    private static readonly long Second = 1_000_000_000;

    private readonly VirtualClock _clock = new();
    private readonly List<long> _starts = [];

    [Fact]
    public void A_child_that_fails_at_once_is_started_again_five_times_after_1_to_16_s_and_then_given_up()
    {
        using var supervisor = Supervise(static _ => 0);
        var reasons = new List<TimeSpan>();
        supervisor.Restarting += (_, e) => reasons.Add(e.Pause);
        var error = Assert.Throws<AudioException>(supervisor.Run);
        Assert.Equal([0, 1, 3, 7, 15, 31], _starts.Select(s => s / Second));
        Assert.Equal([1, 2, 4, 8, 16], reasons.Select(r => r.TotalSeconds));
        Assert.Equal((SupervisorState.GivenUp, 5L, AudioErrorCode.ProcessFailed), (supervisor.State, supervisor.Restarts, error.Code));
        Assert.Contains("it crashed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pause_is_never_longer_than_30_s_and_a_child_that_fails_seldom_is_never_given_up()
    {
        using var supervisor = Supervise(n => n < 50 ? 61 * Second : -1);
        supervisor.Run();
        var pauses = _starts.Zip(_starts.Skip(1), (a, b) => (b - a) / (double)Second - 61).ToArray();
        Assert.Equal(50, supervisor.Restarts);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses.Take(7).Select(p => Math.Round(p)));
        Assert.All(pauses, p => Assert.InRange(p, 0.9, 30.2));
    }

    [Fact]
    public void After_five_minutes_without_failure_the_pauses_begin_again()
    {
        using var supervisor = Supervise(n => n == 4 ? 301 * Second : n < 6 ? Second : -1);
        supervisor.Run();
        var pauses = _starts.Zip(_starts.Skip(1), (a, b) => (b - a) / Second).ToArray();
        Assert.Equal([2, 3, 5, 9, 302, 3], pauses);
        Assert.Equal(SupervisorState.Ended, supervisor.State);
    }

    [Fact]
    public void A_child_that_ends_in_order_is_released()
    {
        using var supervisor = Supervise(static _ => -1);
        supervisor.Run();
        Assert.Equal((SupervisorState.Ended, 0L), (supervisor.State, supervisor.Restarts));
        Assert.Single(_starts);
    }

    [Fact]
    public void A_stop_ends_the_child_or_the_pause()
    {
        var ended = 0;
        using var running = new ChildSupervisor(
            () => new ScriptedChild(_clock, long.MaxValue, () => ended++),
            new SupervisorOptions { Clock = _clock });
        _clock.World = now => { if (now > 10 * Second) running.Stop(); };
        running.Run();
        Assert.Equal((SupervisorState.Stopped, 1), (running.State, ended));

        using var pausing = Supervise(static _ => 0);
        pausing.Restarting += (_, _) => pausing.Stop();
        pausing.Run();
        Assert.Equal(SupervisorState.Stopped, pausing.State);
    }

    [Fact]
    public void A_real_command_is_started_again_and_its_last_words_are_reported()
    {
        var options = new SupervisorOptions
        {
            MaxRestarts = 2,
            FirstPause = TimeSpan.FromMilliseconds(1),
            LongestPause = TimeSpan.FromMilliseconds(1),
        };
        using var supervisor = new ChildSupervisor("echo no device >&2; exit 3", options);
        var error = Assert.Throws<AudioException>(supervisor.Run);
        Assert.Equal(2, supervisor.Restarts);
        Assert.Contains("exit code 3 (no device)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_child_that_does_not_listen_is_killed()
    {
        using var folder = new TemporaryFolder();
        var file = folder["pid"];
        using var supervisor = new ChildSupervisor($"trap '' TERM; echo $$ > {file}; while :; do sleep 0.05; done",
            new SupervisorOptions { Grace = TimeSpan.FromMilliseconds(50) });
        var running = Task.Run(supervisor.Run, TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => File.Exists(file) && File.ReadAllText(file).Length > 1, TimeSpan.FromSeconds(60));
        supervisor.Stop();
        Assert.True(running.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(file).Trim()}"));
    }

    /// <summary>Children that fail after a time each; −1 for one that ends in order after a second.</summary>
    private ChildSupervisor Supervise(Func<int, long> lifeOf) => new(
        () =>
        {
            var life = lifeOf(_starts.Count);
            _starts.Add(_clock.Now);
            return new ScriptedChild(_clock, life, null);
        },
        new SupervisorOptions { Clock = _clock });

    private sealed class ScriptedChild(VirtualClock clock, long life, Action? end) : ISupervisedChild
    {
        private readonly long _began = clock.Now;

        public bool HasEnded => clock.Now - _began >= (life < 0 ? 1_000_000_000 : life);

        public AudioException? Failure =>
            life < 0
                ? null
                : new AudioException(AudioErrorCode.ProcessFailed, "child", "it crashed", "Look why");

        public void End(TimeSpan grace) => end?.Invoke();

        public void Dispose()
        {
        }
    }
}

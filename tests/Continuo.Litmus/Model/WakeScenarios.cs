namespace Continuo.Litmus.Model;

/// <summary>Sleeping and waking as in <c>src/Continuo/Waiting</c>: nobody sleeps for whom the condition has become true.</summary>
internal static class WakeScenarios
{
    /// <summary>One sleeps, one makes the condition true and notifies.</summary>
    public static Scenario EventCount(string? without)
    {
        var (s, words) = Begin("an event count", without);
        words.Sleep(s.Thread());
        words.MakeTrueAndNotify(s.Thread());
        s.Verdict = end => end.IsAsleep(0) ? LostWakeUp : null;
        return s;
    }

    /// <summary>Another one, whose condition was true already, takes its announcement back at the same time.</summary>
    public static Scenario TwoSleepers(string? without)
    {
        var (s, words) = Begin("an event count with two sleepers", without);
        words.Sleep(s.Thread());
        words.AnnounceAndCancel(s.Thread());
        words.MakeTrueAndNotify(s.Thread());
        s.Verdict = end => end.IsAsleep(0) ? LostWakeUp : null;
        return s;
    }

    /// <summary>Two notify at once, one of them twice.</summary>
    public static Scenario TwoNotifiers(string? without)
    {
        var (s, words) = Begin("an event count with two that notify", without);
        words.Sleep(s.Thread());
        words.Notify(s.Thread());
        var second = s.Thread();
        words.Notify(second);
        words.MakeTrueAndNotify(second);
        s.Verdict = end => end.IsAsleep(0) ? LostWakeUp : null;
        return s;
    }

    /// <summary>Who sees the flag sees what was written before it.</summary>
    public static Scenario FlagSet(string? without)
    {
        var s = new Scenario("a flag is set", without);
        var (work, flag) = (s.Location(), s.Location());
        var setter = s.Thread();
        setter.Store(work, 1);
        setter.Store(flag, 1, "FlagSet");
        var other = s.Thread();
        var f = other.Load(flag, "FlagSeen");
        var w = other.Load(work);
        s.Verdict = end =>
            end.Register(1, f) == 1 && end.Register(1, w) == 0
                ? "lost wake-up: the flag is seen, and not what it is for"
                : null;
        return s;
    }

    /// <summary>The flag is cleared before the work is looked for: either the work is seen, or the flag is set again.</summary>
    public static Scenario FlagCleared(string? without)
    {
        var s = new Scenario("a flag is cleared", without);
        var (work, flag) = (s.Location(), s.Location(1));
        var worker = s.Thread();
        worker.Change(flag, _ => 0, "FlagCleared");
        var w = worker.Load(work);
        var setter = s.Thread();
        setter.Store(work, 1);
        setter.Store(flag, 1, "FlagSet");
        s.Verdict = end =>
            end.Memory(flag) == 0 && end.Register(0, w) == 0
                ? "lost wake-up: the work is not seen, and the flag is gone"
                : null;
        return s;
    }

    private const string LostWakeUp = "lost wake-up: a thread sleeps though its condition is true";

    private static (Scenario Scenario, Words Words) Begin(string name, string? without)
    {
        var s = new Scenario(name, without);
        return (s, new Words(s.Location(), s.Location(), s.Location()));
    }

    private readonly record struct Words(int Epoch, int Sleepers, int Condition)
    {
        public void Sleep(ThreadProgram thread)
        {
            thread.Change(Sleepers, n => n + 1, "SleeperAnnounced");
            var ticket = thread.Load(Epoch, "TicketTaken");
            thread.SleepIfZero(thread.Load(Condition), Epoch, ticket);
            thread.Change(Sleepers, n => n - 1, "SleeperGone");
        }

        public void AnnounceAndCancel(ThreadProgram thread)
        {
            thread.Change(Sleepers, n => n + 1, "SleeperAnnounced");
            thread.Load(Epoch, "TicketTaken");
            thread.Change(Sleepers, n => n - 1, "SleeperGone");
        }

        public void MakeTrueAndNotify(ThreadProgram thread)
        {
            thread.Store(Condition, 1);
            Notify(thread);
        }

        public void Notify(ThreadProgram thread)
        {
            thread.FullBarrier("NotifyBarrier");
            var sleepers = thread.Load(Sleepers);
            thread.Change(Epoch, e => e + 1, "EpochRaised", unlessZero: sleepers);
            thread.WakeUnlessZero(sleepers, Epoch);
        }
    }
}

using System.Globalization;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// What 10 000 rooms cost in which no one speaks: processor time of this process with them, less that of the same process with a host that
/// has none. Less than 1 % of a core is as promised.
/// </summary>
internal static class ParkedRooms
{
    private const int Count = 10_000;
    private const double MostShare = 0.01;

    public static bool Run(double seconds)
    {
        using var host = new RoomHost();
        Thread.Sleep(1000);
        var without = Share(seconds);
        for (var i = 0; i < Count; i++)
        {
            var room = host.Open(FormattableString.Invariant($"room {i}"));
            for (var member = 0; member < 2; member++)
            {
                var id = FormattableString.Invariant($"p{member}");
                room.AddSpeaker(new SpeakerOptions { MemberId = id }, new SteadyInput(member, isIdle: true));
                room.AddListener(new ListenerOptions { MemberId = id }, new NoOutput());
            }
        }

        if (!SpinWait.SpinUntil(() => host.Statistics.TickingRooms == 0, TimeSpan.FromMinutes(1)))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{host.Statistics.TickingRooms} rooms still tick"));
            return false;
        }

        GC.Collect();
        Thread.Sleep(1000);
        var ticks = host.Statistics.Ticks;
        var with = Share(seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Count} parked rooms of two speakers and two listeners: {100 * (with - without):F2} % of a core "
                + $"({100 * with:F2} % with them, {100 * without:F2} % without), {host.Statistics.Ticks - ticks} ticks in {seconds:F0} s"));
        return with - without < MostShare && host.Statistics.Ticks == ticks;
    }

    private static double Share(double seconds)
    {
        var before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / seconds;
    }
}

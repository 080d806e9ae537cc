using System.Globalization;
using Continuo.Simulation.Load;

namespace Continuo.Scenarios.Rooms;

/// <summary>A day of joins and leaves in virtual time: no memory that grows, no drop without a reason, no one left behind.</summary>
internal static class RoomSoaking
{
    private const double UsersPerDay = 100_000;
    private const double MostBytesPerHour = 4096;
    private const double MostStateSeconds = 32; // 30, and a second until it is looked for

    /// <param name="seconds">Virtual time.</param>
    public static bool Run(double seconds)
    {
        using var soak = new RoomSoak((int)(UsersPerDay * seconds / 86_400), TimeSpan.FromSeconds(seconds));
        var found = soak.Run(share => Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{100 * share:F0} %")));
        Console.Error.WriteLine();
        var (first, last) = (found.Memory[found.Memory.Count / 10].Bytes, found.Memory[^1].Bytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {found.Users} people in {seconds / 3600:F1} h, {found.Ticks} ticks
            packets without a reason: {found.UnexplainedPackets}; blocks missed: {found.MissedBlocks}; events dropped: {found.DroppedEvents}; changes refused: {found.RefusedCommands}; exceptions: {found.Faults}
            removed after at most {found.LongestStateSeconds:F1} s; left behind: {found.LeftBehind}
            memory: {first / 1e6:F2} MB after a tenth, {last / 1e6:F2} MB at the end, slope {found.BytesPerHour:F0} bytes/h
            """));
        return found is { UnexplainedPackets: 0, MissedBlocks: 0, DroppedEvents: 0, RefusedCommands: 0, Faults: 0, LeftBehind: 0 }
            && found.LongestStateSeconds <= MostStateSeconds && Math.Abs(found.BytesPerHour) < MostBytesPerHour;
    }
}

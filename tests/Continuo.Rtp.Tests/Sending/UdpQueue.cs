using System.Globalization;

namespace Continuo.Rtp.Tests.Sending;

/// <summary>
/// What the system says about another program's UDP port of this machine: whether it listens, and how much it has not fetched yet.
/// </summary>
internal static class UdpQueue
{
    private const int LimitSeconds = 120;

    public static void WaitUntilBound(int port) => Wait(port, bytes => bytes >= 0, "nobody listens");

    /// <summary>So that nothing is dropped, however slow the listener.</summary>
    public static void WaitUntilFetched(int port, int allBut) =>
        Wait(port, bytes => bytes <= allBut, "the listener does not fetch what it gets");

    private static void Wait(int port, Func<long, bool> isOver, string otherwise)
    {
        var end = Environment.TickCount64 + (LimitSeconds * 1000);
        while (!isOver(BytesOf(port)))
        {
            Assert.True(Environment.TickCount64 < end, $"port {port}: {otherwise}");
            Thread.Sleep(1);
        }
    }

    /// <summary>−1 if nobody listens.</summary>
    private static long BytesOf(int port)
    {
        var lines = File.ReadLines("/proc/net/udp").Concat(File.ReadLines("/proc/net/udp6"));
        foreach (var line in lines.Where(l => l.Contains(':', StringComparison.Ordinal)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            {
                return long.Parse(words[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return -1;
    }
}

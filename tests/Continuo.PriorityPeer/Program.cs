using System.Diagnostics;
using Continuo.Threading;

// A process that wants real-time priority: says how it is scheduled then, or why not; works without ever waiting until the priority is taken
// from it, for 10 s at the most; says how it is scheduled at the end.
Console.WriteLine(RealTimePriority.TryRaise() ?? RealTimePriority.OfThisThread);
var since = Stopwatch.GetTimestamp();
while (RealTimePriority.OfThisThread is "SCHED_RR 20" && Stopwatch.GetElapsedTime(since).TotalSeconds < 10)
{
}

Console.WriteLine(RealTimePriority.OfThisThread);

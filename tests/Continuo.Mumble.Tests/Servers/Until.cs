using System.Diagnostics;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Waits for states.</summary>
internal static class Until
{
    /// <summary>Waits until a condition holds; a minute at most.</summary>
    public static void True(Func<bool> condition, string what, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"waited {seconds} s in vain: {what}");
            Thread.Sleep(10);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Cluster;
using Continuo.Cluster.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Continuo.Scenarios.Cluster;

/// <summary>
/// What the cluster's engine costs: looking for rooms, a room that is known, a node, and what Redis does for it. Needs redis-server.
/// </summary>
internal static class ClusterCost
{
    private const int Rooms = 10_000;
    private const int AtOnce = 64;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    public static bool Run(double seconds) => RunAsync(TimeSpan.FromSeconds(seconds)).GetAwaiter().GetResult();

    private static async Task<bool> RunAsync(TimeSpan length)
    {
        var port = FreePort();
        using var redis = Process.Start(
            new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", ""])
            {
                RedirectStandardOutput = true
            })!;
        try
        {
            await Task.Delay(500).ConfigureAwait(false);
            var before = Memory();
            using var first = await StartAsync("a", port).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"one node: {(Memory() - before) / 1e6:F1} MB of managed memory, {Environment.WorkingSet / 1e6:F0} MB of the process"));
            using var second = await StartAsync("b", port).ConfigureAwait(false);
            var (a, b) = (first.Services.GetRequiredService<ClusterNode>(), second.Services.GetRequiredService<ClusterNode>());
            while (a.Nodes.Count < 2 || b.Nodes.Count < 2) await Task.Delay(100).ConfigureAwait(false);

            before = Memory();
            var begin = Stopwatch.StartNew();
            await Parallel.ForAsync(0, Rooms, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, c) =>
                await a.DeclareAsync(Name(i), "{}", cancellation: c).ConfigureAwait(false)).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"declaring {Rooms} rooms: {Rooms / begin.Elapsed.TotalSeconds:F0} per second; "
                    + $"{(Memory() - before) / (double)Rooms:F0} bytes each"));

            var process = Process.GetCurrentProcess().TotalProcessorTime;
            var (count, times) = await FindAsync(b, length).ConfigureAwait(false);
            var used = (Process.GetCurrentProcess().TotalProcessorTime - process).TotalSeconds;
            Array.Sort(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"finding rooms, half of them on the other node: {count / length.TotalSeconds:F0} per second with {AtOnce} at once, "
                    + $"{1e6 * used / count:F0} µs of processor time each (both nodes); "
                    + $"p50 {times[times.Length / 2]:F2}, p99 {times[times.Length * 99 / 100]:F2} ms"));

            var commands = await CommandsAsync(port).ConfigureAwait(false);
            process = Process.GetCurrentProcess().TotalProcessorTime;
            await Task.Delay(Settle).ConfigureAwait(false);
            used = (Process.GetCurrentProcess().TotalProcessorTime - process).TotalSeconds;
            commands = await CommandsAsync(port).ConfigureAwait(false) - commands;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"at rest: {commands / Settle.TotalSeconds / 2:F1} commands of Redis per second and node, "
                    + $"{100 * used / Settle.TotalSeconds / 2:F2} % of a core per node"));
            await first.StopAsync().ConfigureAwait(false);
            await second.StopAsync().ConfigureAwait(false);
            return true;
        }
        finally
        {
            redis.Kill();
        }
    }

    private static string Name(int room) => string.Create(CultureInfo.InvariantCulture, $"room-{room}");

    private static async Task<(long Count, double[] Milliseconds)> FindAsync(ClusterNode node, TimeSpan length)
    {
        var end = Stopwatch.StartNew();
        var each = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(seed => Task.Run(async () =>
        {
            var (random, times) = (new Random(seed), new List<double>());
            while (end.Elapsed < length)
            {
                var begin = Stopwatch.GetTimestamp();
                if (await node.FindAsync(Name(random.Next(Rooms))).ConfigureAwait(false) is null)
                {
                    throw new InvalidOperationException("a room is not found");
                }

                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }

            return times;
        }))).ConfigureAwait(false);
        double[] all = [.. each.SelectMany(static t => t)];
        return (all.Length, all);
    }

    private static async Task<long> CommandsAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(client.GetStream());
        await writer.WriteLineAsync("INFO stats").ConfigureAwait(false);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Split(':') is ["total_commands_processed", var number]) return long.Parse(number, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("redis-server does not tell its commands");
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<IHost> StartAsync(string name, int redis)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddCluster(new NodeOptions
        {
            Name = name,
            Membership = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis}"),
            Port = FreePort(),
            Api = new Uri("http://127.0.0.1:1"),
            Key = "the key of this measurement",
        });
        builder.Services.AddSingleton<INodeRooms>(new NamedRooms());
        var host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        return host;
    }

    /// <summary>Rooms that are only names, and evenly spread.</summary>
    private sealed class NamedRooms : INodeRooms
    {
        private int _count;

        public NodeLoad Load => new(Volatile.Read(ref _count), 0, 0, 0.1);

        public bool Open(string room, string? declaration, long epoch)
        {
            if (declaration is null) return false;
            Interlocked.Increment(ref _count);
            return true;
        }

        public void Close(string room, long epoch, RoomPlace? successor) => Interlocked.Decrement(ref _count);
    }
}

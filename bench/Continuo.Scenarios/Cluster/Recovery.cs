using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Cluster.Tests.Servers;

namespace Continuo.Scenarios.Cluster;

/// <summary>
/// Three servers and a real Redis, of which one fails, or is cut off, at a random moment, again and again: how soon its room is found on
/// another node, how soon a voice by our WHIP and WHEP clients is heard again, and whether a room of another node has lost anything
/// meanwhile.
/// </summary>
internal static class Recovery
{
    private const int MaxRandomMilliseconds = 2_000;
    private const int KnownMilliseconds = 3_000; // until no node takes the one that has ended for the one that has started

    /// <summary>A node is killed, one is frozen, Redis is killed, and a node is cut off from everything, each so many times.</summary>
    /// <returns>Whether no other room has lost anything, and no room had two owners afterwards.</returns>
    public static bool Run(int count) => RunAsync(count).GetAwaiter().GetResult();

    /// <summary>A node is cut off from everything so many times.</summary>
    /// <returns>As of <see cref="Run"/>.</returns>
    public static bool RunPartition(int count) => RunPartitionAsync(count, new Random(1)).GetAwaiter().GetResult();

    private static async Task<bool> RunAsync(int count)
    {
        var isGood = true;
        var random = new Random(1);
        using (var nodes = await ServedNodes.StartAsync().ConfigureAwait(false))
        {
            isGood &= await RepeatAsync("kill -9 of the room's node", nodes, count, random, () => nodes.Kill(1), () => { })
                .ConfigureAwait(false);
            isGood &= await RepeatAsync("SIGSTOP of the room's node", nodes, count, random, () => nodes.Freeze(1), () => nodes.Thaw(1))
                .ConfigureAwait(false);
            isGood &= await KillRedisAsync(nodes, count, random).ConfigureAwait(false);
        }

        return isGood & await RunPartitionAsync(count, random).ConfigureAwait(false);
    }

    private static async Task<bool> RunPartitionAsync(int count, Random random)
    {
        using var network = new NodeNetwork();
        using var nodes = await ServedNodes.StartAsync(network).ConfigureAwait(false);
        return await RepeatAsync("partition of the room's node", nodes, count, random, network.Cut, network.Heal).ConfigureAwait(false);
    }

    private static async Task<bool> RepeatAsync(string what, ServedNodes nodes, int count, Random random, Action fail, Action heal)
    {
        var (rooms, clients, others) = (new List<double>(), new List<double>(), new List<double>());
        var twice = 0;
        for (var i = 0; i < count; i++)
        {
            await using var steady = await OpenInTheWestAsync(nodes, $"steady-{what[0]}{i}").ConfigureAwait(false);
            await using var talk = await Talk.StartAsync(nodes, $"room-{what[0]}{i}").ConfigureAwait(false);
            await Task.Delay(random.Next(MaxRandomMilliseconds)).ConfigureAwait(false);
            talk.Heard.Reset();
            steady.Heard.Reset();
            var begin = Stopwatch.GetTimestamp();
            fail();
            var found = FoundAgainAsync(nodes, $"room-{what[0]}{i}", begin);
            clients.Add(await HeardAgainAsync(nodes, talk, begin).ConfigureAwait(false));
            rooms.Add(await found.ConfigureAwait(false));
            others.Add(steady.Heard.LongestQuiet.TotalMilliseconds);
            heal();
            await EndAsync(nodes).ConfigureAwait(false);
            if (await OwnersAsync(nodes, $"room-{what[0]}{i}").ConfigureAwait(false) != 1) twice++;
            nodes.Restart(1);
            await nodes.UntilCompleteAsync().ConfigureAwait(false);
            await Task.Delay(KnownMilliseconds).ConfigureAwait(false);
            foreach (var room in new[] { $"room-{what[0]}{i}", $"steady-{what[0]}{i}" })
            {
                using var closed = await nodes.Http.DeleteAsync(new Uri(nodes.Apis[1], $"/api/rooms/{room}")).ConfigureAwait(false);
            }
        }

        Say($"{what}, {count} times: room found again after {Text(rooms)}; voice heard again, for 0.2 s, after {Text(clients)}; "
            + $"a room of another node silent for {others.Max():F0} ms at most; {twice} rooms with other than one owner afterwards");
        return others.Max() < 100 && twice == 0;
    }

    private static async Task<bool> KillRedisAsync(ServedNodes nodes, int count, Random random)
    {
        var (quiet, back) = (new List<double>(), new List<double>());
        var lost = 0;
        await using var talk = await Talk.StartAsync(nodes, "room-r").ConfigureAwait(false);
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(random.Next(MaxRandomMilliseconds)).ConfigureAwait(false);
            talk.Heard.Reset();
            nodes.Redis.Kill();
            await Task.Delay(3_000).ConfigureAwait(false);
            foreach (var api in nodes.Apis)
            {
                using var answer = await nodes.Http.GetAsync(new Uri(api, "/api/rooms/room-r")).ConfigureAwait(false);
                if (!answer.IsSuccessStatusCode) lost++;
            }

            nodes.Redis.Restart();
            var begin = Stopwatch.GetTimestamp();
            await nodes.UntilAsync(async () =>
            {
                using var opened = await nodes.Http
                    .PostAsJsonAsync(new Uri(nodes.Apis[2], "/api/rooms"), new { name = $"after-{i}" }).ConfigureAwait(false);
                return opened.IsSuccessStatusCode;
            }).ConfigureAwait(false);
            back.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            quiet.Add(talk.Heard.LongestQuiet.TotalMilliseconds);
            if (await OwnersAsync(nodes, "room-r").ConfigureAwait(false) != 1) lost++;
        }

        Say($"kill -9 of Redis, {count} times: voice silent for {quiet.Max():F0} ms at most, {lost} times a node did not find the room; "
            + $"rooms can be opened {Text(back)} after it is back");
        return quiet.Max() < 100 && lost == 0;
    }

    /// <summary>A voice in a room on n2 or n3.</summary>
    private static async Task<Talk> OpenInTheWestAsync(ServedNodes nodes, string room)
    {
        using var opened = await nodes.Http
            .PostAsJsonAsync(new Uri(nodes.Apis[1], "/api/rooms"), new { name = room }).ConfigureAwait(false);
        opened.EnsureSuccessStatusCode();
        return await Talk.JoinAsync(nodes, room).ConfigureAwait(false);
    }

    /// <summary>Milliseconds until a node answers for the room.</summary>
    private static async Task<double> FoundAgainAsync(ServedNodes nodes, string room, long begin)
    {
        await nodes.UntilAsync(async () =>
        {
            using var answer = await nodes.Http.GetAsync(new Uri(nodes.Apis[2], $"/api/rooms/{room}")).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    /// <summary>Milliseconds until the voice has been heard again for 0.2 s.</summary>
    private static async Task<double> HeardAgainAsync(ServedNodes nodes, Talk talk, long begin)
    {
        await nodes.UntilAsync(() => Task.FromResult(talk.Heard is { IsHeard: true, LongestQuiet.TotalMilliseconds: > 200 }))
            .ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    /// <summary>Waits until n1 has ended: it was killed, or has learned that it was declared dead.</summary>
    private static Task EndAsync(ServedNodes nodes) => nodes.UntilAsync(() => Task.FromResult(nodes.HasExited(1)));

    /// <summary>On how many of the living nodes a room is.</summary>
    private static async Task<int> OwnersAsync(ServedNodes nodes, string room)
    {
        var owners = 0;
        for (var i = 0; i < nodes.Apis.Length; i++)
        {
            if (nodes.HasExited(i + 1)) continue;
            if (await HasRoomAsync(nodes.EventsOf(i), room).ConfigureAwait(false)) owners++;
        }

        return owners;
    }

    /// <summary>Whether a node itself has a room: its events tell of its own rooms only.</summary>
    private static async Task<bool> HasRoomAsync(Uri events, string room)
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        await socket.ConnectAsync(events, CancellationToken.None).ConfigureAwait(false);
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) break;
        }

        var hello = JsonDocument.Parse(message.ToArray()).RootElement;
        return hello.GetProperty("snapshot").GetProperty("rooms").EnumerateArray().Any(r => r.GetProperty("name").GetString() == room);
    }

    private static string Text(List<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"p50 {At(0.5):F0}, p90 {At(0.9):F0}, max {sorted[^1]:F0} ms");

        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(share * sorted.Length))];
    }

    private static void Say(string line) => Console.WriteLine(line);
}

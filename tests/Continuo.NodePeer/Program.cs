using System.Globalization;
using Continuo.Audio;
using Continuo.Cluster;
using Continuo.Cluster.Nodes;
using Continuo.NodePeer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A node without audio, driven by lines on standard input: a process of its own, so that a test may kill or freeze it.
// Arguments: NAME CLUSTER MEMBERSHIP PORT [ZONE [KEY [OLDEST NEWEST]]]: the last two are versions of the protocol.
// It answers each line with one line, and says "closed ROOM SUCCESSOR" by itself.
var culture = CultureInfo.InvariantCulture;
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
var port = int.Parse(args[3], culture);
builder.AddCluster(new NodeOptions
{
    Name = args[0],
    Cluster = args[1],
    Membership = args[2],
    Port = port,
    Api = new Uri($"http://127.0.0.1:{port - 1000}"),
    Zone = args.Length > 4 ? args[4] : "",
    Key = args.Length > 5 && args[5].Length > 0 ? args[5] : "the key of all nodes of the tests",
    Protocols = args.Length > 7 ? new ProtocolRange(int.Parse(args[6], culture), int.Parse(args[7], culture)) : ProtocolRange.Current,
});
var rooms = new PeerRooms();
builder.Services.AddSingleton<INodeRooms>(rooms);
using var host = builder.Build();
try
{
    await host.StartAsync().ConfigureAwait(false);
}
catch (AudioException e)
{
    await Console.Error.WriteLineAsync(e.ToString().Split('\n')[0]).ConfigureAwait(false);
    PeerRooms.Say($"refused: {e.Message}");
    return 1;
}

var node = host.Services.GetRequiredService<ClusterNode>();
PeerRooms.Say("ready");
while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
{
    var words = line.Split(' ');
    try
    {
        PeerRooms.Say(words[0] switch
        {
            "declare" => Text(await node.DeclareAsync(words[1], "{}", words.Length > 2 ? words[2] : "").ConfigureAwait(false)),
            "find" => Text(await node.FindAsync(words[1]).ConfigureAwait(false)),
            "close" => (await node.CloseAsync(words[1]).ConfigureAwait(false)).ToString(),
            "drain" => (await node.DrainAsync(() => rooms.Names).ConfigureAwait(false)).ToString(culture),
            "agreed" => node.AgreedProtocol.ToString(culture),
            "load" => rooms.SetTickShare(double.Parse(words[1], culture)),
            "rooms" => rooms.Names.Count.ToString(culture),
            "nodes" => string.Join(' ', node.Nodes.Select(n => n.Name)),
            "loads" => string.Join(' ', node.Nodes.Select(n => string.Create(culture, $"{n.Name}={n.Load.TickShare}"))),
            _ => "unknown",
        });
    }
    catch (Exception e)
    {
        PeerRooms.Say($"error {e.Message.ReplaceLineEndings(" ")}");
    }
}

await host.StopAsync().ConfigureAwait(false);
return 0;

static string Text(RoomPlace? place) => place is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{place.Node} {place.Epoch} {place.Api}");

using System.CommandLine;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote VERB</c>: shows and steers a running server. Without a verb, its streams.</summary>
internal sealed class RemoteCommand : RemoteVerb
{
    public RemoteCommand()
        : base("remote", "Show and control a running server: streams, recordings, players, sessions")
    {
        foreach (var verb in Verbs()) Add(verb);
        Notes = "Without a verb, lists the streams. The server is given by --server or CONTINUO_SERVER, "
            + "the access token by --token or CONTINUO_TOKEN.\nWith --json, prints the server's own JSON (docs/api.md).";
        Examples =
        [
            ("continuo remote streams", "list the streams of the server on this machine"),
            ("continuo remote record band --duration 10s", "record ten seconds on the server"),
            ("continuo remote save band --last 30s", "save what was heard in the last 30 seconds"),
            ("continuo remote player band --gain -6 --track 3 --mute", "turn a player down and mute its third track"),
            ("continuo remote sessions --server http://studio:7480 --json", "list who listens to another machine, as JSON"),
        ];
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context) =>
        Print(context, await server.ListStreamsAsync(context.Stop).ConfigureAwait(false),
            ContractJson.Default.StreamStatusList, RemoteText.Of);

    private static IEnumerable<RemoteVerb> Verbs() =>
    [
        new ListVerb("status", "Show the server's version, features and your role",
            static async (s, c) =>
                Print(c, await s.GetServerAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.ServerStatus, RemoteText.Of)),
        new ListVerb("streams", "List the streams",
            static async (s, c) =>
                Print(c, await s.ListStreamsAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.StreamStatusList, RemoteText.Of)),
        new ListVerb("recordings", "List the recordings",
            static async (s, c) =>
                Print(c, await s.ListRecordingsAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.RecordingStatusList,
                    RemoteText.Of)),
        new ListVerb("players", "List the players and their tracks",
            static async (s, c) =>
                Print(c, await s.ListPlayersAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.PlayerStatusList, RemoteText.Of)),
        new ListVerb("sessions", "List listeners, publishers and watchers",
            static async (s, c) =>
                Print(c, await s.ListSessionsAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.SessionStatusList, RemoteText.Of)),
        new ListVerb("apps", "List the applications that play on the server's machine",
            static async (s, c) =>
                Print(c, await s.ListApplicationsAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.ApplicationStatusList,
                    RemoteText.Of)),
        new ListVerb("doctor", "Check the server's machine",
            static async (s, c) =>
                Print(c, await s.GetFindingsAsync(c.Stop).ConfigureAwait(false), ContractJson.Default.FindingList, RemoteText.Of)),
        new ListVerb("log", "Print the latest lines of the server's log",
            static async (s, c) =>
                Print(c, await s.GetLogAsync(cancellation: c.Stop).ConfigureAwait(false), ContractJson.Default.LogLineList, RemoteText.Of)),
        new NameVerb("close", "Stop and remove a stream", "STREAM", static (s, name, c) => s.RemoveStreamAsync(name, c.Stop)),
        new NameVerb("delete", "Delete a recording and its file", "RECORDING", static (s, name, c) => s.DeleteRecordingAsync(name, c.Stop)),
        new NameVerb("end", "End a session", "ID", static (s, id, c) => s.EndSessionAsync(id, c.Stop)),
        new NameVerb("stop", "Finish a recording", "RECORDING",
            static async (s, name, c) =>
                Print(c, await s.StopRecordingAsync(name, c.Stop).ConfigureAwait(false), ContractJson.Default.RecordingStatus,
                    RemoteText.Of)),
        new OpenVerb(),
        new RecordVerb(),
        new SaveVerb(),
        new FetchVerb(),
        new PlayerVerb(),
        new VolumeVerb(),
    ];
}

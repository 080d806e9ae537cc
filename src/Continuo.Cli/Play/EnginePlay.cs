using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>Playback in the engine process: finds the engine, starts playback, attaches to players.</summary>
internal static class EnginePlay
{
    /// <summary>Connects to the engine, and starts one if none is running.</summary>
    /// <param name="options">Path of the socket, and how to start the engine.</param>
    /// <param name="insist">Whether to refuse an engine that plays to another sink.</param>
    /// <param name="stop">Cancels the wait.</param>
    /// <exception cref="AudioException">No engine runs or can be started, or it plays to another sink.</exception>
    public static async Task<EngineClient> ConnectAsync(EngineLaunchOptions options, bool insist, CancellationToken stop)
    {
        if (Composition.Parse(options.To).Scheme == "-")
        {
            throw new AudioException(AudioErrorCode.Unsupported, options.To, "the engine cannot write to this process's standard output",
                "Omit --engine");
        }

        var client = await AudioEngine.ConnectAsync(options, stop).ConfigureAwait(false);
        var to = client.GetStatistics().To;
        if (!insist || to == options.To) return client;
        client.Dispose();
        throw new AudioException(AudioErrorCode.InvalidArgument, options.To, $"the running engine plays to {to}",
            "Omit --to, or stop the engine with 'continuo engine --stop'");
    }

    /// <summary>Opens the files in a player and starts it.</summary>
    /// <exception cref="AudioException">A file cannot be opened, or a value is invalid.</exception>
    public static RemotePlayer Begin(
        EngineClient client,
        string[] files,
        TrackSettings[] settings,
        Func<AudioFormat, LoopRegion?> loop,
        TimeSpan? start)
    {
        var name = files.Length == 1 ? Path.GetFileName(files[0]) : string.Create(CultureInfo.InvariantCulture, $"{files.Length} tracks");
        var player = client.OpenPlayer(name.Length is > 0 and <= 100 ? name : "piece");
        try
        {
            for (var i = 0; i < files.Length; i++) player.Add(files[i], settings[i]);
            if (loop(player.Format) is { } region) player.Loop = region;
            if (start is { } time) player.Seek(time);
            player.Play();
            return player;
        }
        catch
        {
            player.Dispose();
            throw;
        }
    }

    /// <summary>Finds an existing player: the one with a number, or the only one.</summary>
    /// <exception cref="AudioException">There is none, or several to choose from.</exception>
    public static RemotePlayer Find(EngineClient client, int? number)
    {
        if (number is { } wanted) return client.FindPlayer(wanted);
        var players = client.Inputs().Where(i => i.Kind == EngineInputKind.Player).ToList();
        return players.Count switch
        {
            1 => client.FindPlayer(players[0].Input),
            0 =>
                throw new AudioException(AudioErrorCode.NotFound, "--attach", "the engine has no players",
                    "Start one with 'continuo play FILES --engine --detach'"),
            _ =>
                throw new AudioException(AudioErrorCode.InvalidArgument, "--attach",
                    $"the engine has {players.Count} players: {string.Join(", ", players.Select(p => $"{p.Input} ({p.Name})"))}",
                    "Select one, for example --attach 2"),
        };
    }
}

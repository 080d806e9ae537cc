using Continuo.Audio;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Continuo.Sources;

namespace Continuo.Server.Api;

/// <summary>Opens and operates players for clients.</summary>
internal sealed class PlayerActions(AudioHost host, RecordingLibrary recordings)
{
    private const int MaxTracks = 64;

    /// <summary>Opens a player, stopped, and the stream that it feeds unless it plays to a device.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="ProblemException">The name, a file or the output is refused.</exception>
    /// <exception cref="AudioException">A file or the output cannot be opened.</exception>
    public async Task<string> OpenAsync(OpenPlayerRequest request)
    {
        var name = FileNames.Check("player", request.Name);
        if (host.TryGetPlayer(name, out _))
        {
            throw new ProblemException(
                Problems.Conflict($"There is a player named '{name}' already.", "Choose another name, or delete that one."));
        }
        if (request.Files is not { Count: > 0 and <= MaxTracks })
        {
            throw new ProblemException(Problems.Invalid($"A player has 1…{MaxTracks} files."));
        }
        var files = request.Files.Select(PathOf).ToArray();
        var to = host.AudioSystem.Parse(request.To ?? $"player:{name}");
        var feedsStream = to.Scheme == "player";
        if (!feedsStream && to.Scheme != "device")
        {
            throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
                $"Players are not opened to '{to.Scheme}:' for clients.", "Leave 'to' out to feed a stream, or play to device:."));
        }
        if (feedsStream && host.TryGetStream(name, out _))
        {
            throw new ProblemException(Problems.Conflict($"There is a stream named '{name}' already.", "Choose another name."));
        }

        var player = host.OpenPlayer(name, to.Text);
        try
        {
            foreach (var (file, path) in files) player.Add(host.AudioSystem.CreateSource(AudioAddress.OfFile(path),
                new SourceRequest(player.Format.SampleRate, null, player.Format.SampleRate / 50, null, player.Options.Clock)), file);
            if (feedsStream) host.OpenStream(name, to.Text);
            return name;
        }
        catch
        {
            await host.RemovePlayerAsync(name).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Applies a change. All of it is checked before any of it is applied.</summary>
    /// <exception cref="ProblemException">There is no such track, or a state cannot be set.</exception>
    /// <exception cref="AudioException">A value is out of range.</exception>
    public static void Change(Player player, ChangePlayerRequest request)
    {
        var format = player.Format;
        if (request.State is PlayerState.Ended)
        {
            throw new ProblemException(Problems.Invalid("A player cannot be set to ended.", "Use playing, paused or stopped."));
        }
        if (request.PositionSeconds is { } at && at is not (>= 0 and <= 1e6))
        {
            throw new ProblemException(Problems.Invalid("positionSeconds is negative or too large."));
        }
        LoopRegion? loop = request.Loop.Value is { } region
            ? new(FramesOf(region.StartSeconds, format), FramesOf(region.EndSeconds, format))
            : null;
        loop?.Validate(format.SampleRate / 200);
        var master = player.Mixer.Master;
        if (request.GainDb.IsSet) master = master with { GainDb = request.GainDb.Value ?? double.NegativeInfinity };
        if (request.Muted is { } muted) master = master with { Mute = muted };
        master.Validate();
        var tracks = (request.Tracks ?? []).Select(change => SettingsOf(player, change)).ToArray();

        if (request.Loop.IsSet) player.Loop = loop;
        player.Mixer.Change(() =>
        {
            player.Mixer.Master = master;
            foreach (var (track, settings) in tracks) track.Mix.Settings = settings;
        });
        if (request.PositionSeconds is { } seconds) player.Seek(FramesOf(seconds, format));
        switch (request.State)
        {
            case PlayerState.Playing:
                player.Play();
                break;
            case PlayerState.Paused:
                player.Pause();
                break;
            case PlayerState.Stopped:
                player.Stop();
                break;
        }
    }

    private static (PlayerTrack Track, TrackSettings Settings) SettingsOf(Player player, ChangeTrackRequest? change)
    {
        if (change is null) throw new ProblemException(Problems.Invalid("A change of a track is null."));
        var track = player.Tracks.FirstOrDefault(t => t.Id == change.Index)
            ?? throw new ProblemException(Problems.NotFound($"The player has no track {change.Index}."));
        var settings = track.Mix.Settings;
        if (change.GainDb.IsSet) settings = settings with { GainDb = change.GainDb.Value ?? double.NegativeInfinity };
        if (change.Pan is { } pan) settings = settings with { Pan = pan };
        if (change.Muted is { } muted) settings = settings with { Mute = muted };
        if (change.Solo is { } solo) settings = settings with { Solo = solo };
        settings.Validate(player.Format.Channels);
        return (track, settings);
    }

    private static long FramesOf(double seconds, AudioFormat format) =>
        double.IsFinite(seconds) ? (long)Math.Round(Math.Clamp(seconds, -1e6, 1e6) * format.SampleRate)
        : throw new ProblemException(Problems.Invalid("A time is not a number."));

    private (string File, string Path) PathOf(string? name)
    {
        var file = FileNames.CheckFile(name);
        var path = recordings.Folder.PathOf(file);
        return File.Exists(path) ? (file, path) : throw new ProblemException(
            Problems.NotFound($"There is no file '{file}' in the recordings directory.", "POST /api/uploads puts one there."));
    }
}

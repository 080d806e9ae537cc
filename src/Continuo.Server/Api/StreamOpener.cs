using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Continuo.Streams;

namespace Continuo.Server.Api;

/// <summary>
/// Opens streams for clients. What would run programs or read any file of the machine is refused: that is for the configuration.
/// </summary>
internal sealed class StreamOpener(AudioHost host, RecordingLibrary recordings, ReplayBuffers replays)
{
    private const double FramesPerMs = 48;

    private static readonly string[] OfAnyServer = ["tone", "sweep", "noise", "silence", "demo", "whep"];
    private static readonly string[] Allowed =
        ["app", "device", "system", "tone", "sweep", "noise", "silence", "demo", "player", "rtp", "whep"];

    private readonly ConcurrentDictionary<string, OpenStreamRequest> _movable = new(StringComparer.Ordinal);

    /// <summary>How a stream can be opened on another server; <see langword="null"/> if it belongs to this one, or is not open.</summary>
    public OpenStreamRequest? RequestOf(string stream)
    {
        if (host.TryGetStream(stream, out _)) return _movable.GetValueOrDefault(stream);
        _movable.TryRemove(stream, out _);
        return null;
    }

    /// <summary>Opens a stream.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="ProblemException">The name, the address or an option is refused.</exception>
    /// <exception cref="AudioException">The source cannot be opened.</exception>
    public string Open(OpenStreamRequest request)
    {
        var name = FileNames.Check("stream", request.Name);
        if (host.TryGetStream(name, out _))
        {
            throw new ProblemException(
                Problems.Conflict($"There is a stream named '{name}' already.", "Choose another name, or delete that one."));
        }
        var options = OptionsOf(request.Options);
        var address = host.AudioSystem.Parse(request.Address ?? "");
        if (address.Scheme == "file") OpenFile(name, address, options);
        else if (Allowed.Contains(address.Scheme)) host.OpenStream(name, address.Text, options);
        else throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            $"'{address.Scheme}:' is not opened for clients.",
            "Declare the stream in the server's configuration. "
            + $"Clients may open {string.Join(", ", Allowed.Select(a => a + ":"))} and files of the recordings directory."));
        if (OfAnyServer.Contains(address.Scheme)) _movable[name] = request;
        else _movable.TryRemove(name, out _); // of one of that name that was removed
        replays.Follow(name, request.Options?.ReplaySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return name;
    }

    private static StreamOptions OptionsOf(OpenStreamOptions? asked)
    {
        if (asked?.ChunkMs is { } ms && ms is not (>= 1 and <= 100))
        {
            throw new ProblemException(Problems.Invalid("chunkMs is outside 1…100."));
        }
        if (asked?.ReplaySeconds is { } seconds && seconds is not (0 or (>= 1 and <= 600)))
        {
            throw new ProblemException(Problems.Invalid("replaySeconds is neither 0 nor 1…600."));
        }
        return new StreamOptions { ChunkFrames = asked?.ChunkMs is { } chunk ? (int)Math.Round(chunk * FramesPerMs) : null };
    }

    private void OpenFile(string name, AudioAddress address, StreamOptions options)
    {
        var file = FileNames.CheckFile(address.Target);
        var path = recordings.Folder.PathOf(file);
        if (!File.Exists(path))
        {
            throw new ProblemException(
                Problems.NotFound($"There is no file '{file}' in the recordings directory.", "POST /api/uploads puts one there."));
        }
        var full = AudioAddress.OfFile(address.Flag("loop") ? path + "?loop" : path);
        host.AddStream(name, AudioStream.Open(address.Text, () => host.AudioSystem.CreateSource(full, options.ToSourceRequest()), options));
    }
}

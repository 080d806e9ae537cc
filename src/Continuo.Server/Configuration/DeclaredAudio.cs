using Continuo.Audio;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Server.Gateways;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Server.Recordings;
using Continuo.Server.Rooms;
using Continuo.Streams;

namespace Continuo.Server.Configuration;

/// <summary>
/// Keeps the host's streams, players, outputs and recordings as the configuration declares them. A change touches only what is declared
/// otherwise; what clients have opened stays. What cannot be opened is logged, and tried again. One change at a time.
/// </summary>
internal sealed class DeclaredAudio(
    AudioHost host,
    RecordingLibrary library,
    ReplayBuffers replays,
    IRoomPlaces rooms,
    GatewayTable gateways,
    TimeProvider time,
    ILogger<DeclaredAudio> logger) : IDisposable
{
    /// <summary>How often what could not be opened is tried again.</summary>
    public static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, string> _failures = []; // what could not be opened, and why
    // What a declared recording is called in the library: each start makes a new file.
    private readonly Dictionary<string, string> _recordings = [];
    private readonly HashSet<object> _opened = new(ReferenceEqualityComparer.Instance);
    private ServerConfig _current = ServerConfig.Of(new ServerOptions());
    private ITimer? _retry;

    /// <summary>Brings the host from the configuration before to this one. Opens what it can; never throws for what it cannot.</summary>
    public async Task ApplyAsync(ServerConfig next)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await CloseAsync(_current, next).ConfigureAwait(false);
            CloseGateways(_current, next);
            CloseRooms(_current, next);
            _current = next;
            _failures.Clear();
            Open();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _retry?.Dispose();

    /// <summary>Closes what is declared no more, or otherwise: consumers first.</summary>
    private async Task CloseAsync(ServerConfig before, ServerConfig next)
    {
        var streams = Gone(before.Streams, next.Streams);
        foreach (var (name, declaration) in before.Outputs)
        {
            var reopens = declaration.Streams.Any(streams.Contains);
            if ((reopens || !declaration.Equals(next.Outputs.GetValueOrDefault(name))) && _opened.Remove(declaration))
            {
                await host.RemovePlayerAsync(name).ConfigureAwait(false);
            }

            if (!reopens) Carry(declaration, next.Outputs.GetValueOrDefault(name));
        }

        foreach (var (name, declaration) in before.Recordings)
        {
            if (!declaration.Equals(next.Recordings.GetValueOrDefault(name)) && _opened.Remove(declaration))
            {
                await library.StopAsync(_recordings[name], CancellationToken.None).ConfigureAwait(false);
            }

            Carry(declaration, next.Recordings.GetValueOrDefault(name));
        }

        foreach (var (name, declaration) in before.Players)
        {
            var later = next.Players.GetValueOrDefault(name);
            if (!declaration.Equals(later) && _opened.Remove(declaration))
            {
                await host.RemovePlayerAsync(name).ConfigureAwait(false);
                if (declaration.To is null && later is not { To: null }) await host.RemoveStreamAsync(name).ConfigureAwait(false);
            }

            Carry(declaration, later);
        }

        foreach (var (name, declaration) in before.Streams)
        {
            if (streams.Contains(name) && _opened.Remove(declaration)) await RemoveStreamAsync(name).ConfigureAwait(false);
            Carry(declaration, next.Streams.GetValueOrDefault(name));
        }
    }

    private void CloseGateways(ServerConfig before, ServerConfig next)
    {
        foreach (var (name, declaration) in before.Gateways)
        {
            if (!declaration.Equals(next.Gateways.GetValueOrDefault(name)) && _opened.Remove(declaration)) gateways.Close(name);
            Carry(declaration, next.Gateways.GetValueOrDefault(name));
        }
    }

    private void CloseRooms(ServerConfig before, ServerConfig next)
    {
        foreach (var (name, declaration) in before.Rooms)
        {
            if (!declaration.Equals(next.Rooms.GetValueOrDefault(name)) && _opened.Remove(declaration)) rooms.Withdraw(name);
            Carry(declaration, next.Rooms.GetValueOrDefault(name));
        }
    }

    /// <summary>An equal declaration stands for what is open.</summary>
    private void Carry(object before, object? next)
    {
        if (before.Equals(next) && _opened.Remove(before)) _opened.Add(next!);
    }

    private static HashSet<string> Gone<T>(Dictionary<string, T> before, Dictionary<string, T> next)
        where T : class => [.. before.Where(b => !b.Value.Equals(next.GetValueOrDefault(b.Key))).Select(b => b.Key)];

    /// <summary>Opens what is declared and not open: streams first.</summary>
    private void Open()
    {
        var failed = false;
        foreach (var (name, stream) in _current.Streams) failed |= !Try("stream", name, stream, () => OpenStream(name, stream));
        foreach (var (name, player) in _current.Players) failed |= !Try("player", name, player, () => OpenPlayer(name, player));
        foreach (var (name, output) in _current.Outputs) failed |= !Try("output", name, output, () => OpenOutput(name, output));
        foreach (var (name, recording) in _current.Recordings)
        {
            failed |= !Try("recording", name, recording, () => OpenRecording(name, recording));
        }

        foreach (var (name, room) in _current.Rooms) failed |= !Try("room", name, room, () => rooms.Declare(name, room));
        foreach (var (name, gateway) in _current.Gateways) failed |= !Try("gateway", name, gateway, () => gateways.Open(name, gateway));
        if (failed)
        {
            (_retry ??= time.CreateTimer(static d => ((DeclaredAudio)d!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))
                .Change(RetryPeriod, Timeout.InfiniteTimeSpan);
        }
    }

    private bool Try(string kind, string name, object declaration, Action open)
    {
        if (_opened.Contains(declaration)) return true;
        try
        {
            open();
            _opened.Add(declaration);
            if (_failures.Remove($"{kind} {name}")) ServerLog.Opened(logger, kind, name);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, the rest is opened, and this is tried again.
            if (_failures.GetValueOrDefault($"{kind} {name}") != e.Message) ServerLog.CannotOpen(logger, kind, name, e.Message);
            _failures[$"{kind} {name}"] = e.Message;
            return false;
        }
    }

    private async void Retry()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (host.State == Threading.LifeState.Running) Open();
        }
        catch (Exception e)
        {
            // A timer's exception would end the process.
            ServerLog.LookFailed(logger, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void OpenPlayer(string name, PlayerDeclaration declaration)
    {
        var player = host.OpenPlayer(name, declaration.To ?? $"player:{name}");
        try
        {
            foreach (var file in declaration.Files) player.Add(file, host.AudioSystem);
            if (declaration.To is null && host.Snapshot().Streams.All(s => s.Name != name)) host.OpenStream(name, $"player:{name}");
            if (declaration.Loop && player.Length > 0) player.Loop = new LoopRegion(0, player.Length);
            if (declaration.Play) player.Play();
        }
        catch
        {
            host.RemovePlayerAsync(name).GetAwaiter().GetResult();
            throw;
        }
    }

    private void OpenOutput(string name, OutputDeclaration declaration)
    {
        AudioStream[] streams = [.. declaration.Streams.Select(host.GetStream)];
        var player = host.OpenPlayer(name, declaration.To);
        try
        {
            foreach (var stream in streams) player.AddLive(stream, new TrackSettings { GainDb = declaration.GainDb });
            player.Play();
        }
        catch
        {
            host.RemovePlayerAsync(name).GetAwaiter().GetResult();
            throw;
        }
    }

    private void OpenStream(string name, StreamDeclaration declaration)
    {
        host.OpenStream(name, declaration.Address, declaration.Options);
        replays.Follow(name, declaration.Replay);
    }

    private void OpenRecording(string name, RecordingDeclaration declaration)
    {
        var file = FileNames.Of(name, time.GetUtcNow());
        library.Start(new StartRecordingRequest(declaration.Stream, file, declaration.Format, declaration.Duration?.TotalSeconds));
        _recordings[name] = file;
    }

    private async Task RemoveStreamAsync(string name)
    {
        try
        {
            await host.RemoveStreamAsync(name).ConfigureAwait(false);
        }
        catch (AudioException)
        {
            // A client has removed it.
        }
    }
}

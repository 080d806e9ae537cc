using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Contract.Server;
using Continuo.Hosting;
using Continuo.Hosting.Watching;
using Continuo.Server.Gateways;
using Continuo.Server.Logging;
using Continuo.Server.Recordings;
using Continuo.Server.Reports;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Microsoft.Extensions.Hosting;

namespace Continuo.Server.Events;

/// <summary>
/// Turns what happens in the server into events of the contract: the audio host's changes, recordings, sessions, rooms and the log. Also
/// keeps the past of each stream from the moment it is added, and takes over what a killed process has left.
/// </summary>
internal sealed class HostEvents(
    AudioHost host,
    EventHub hub,
    ChangeWatch watch,
    StreamReports streams,
    PlayerReports players,
    RecordingLibrary recordings,
    ReplayBuffers replays,
    SessionTable sessions,
    RoomTable rooms,
    GatewayTable gateways,
    LogRing log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        recordings.Changed += Publish;
        sessions.Changed += Publish;
        rooms.Changed += Publish;
        gateways.Changed += Publish;
        log.Added += Publish;
        hub.OnWatchedChanged = watch.Run;
        var recovery = Task.Run(recordings.Recover, CancellationToken.None);
        try
        {
            await foreach (var change in host.WatchAsync(stoppingToken).ConfigureAwait(false)) Publish(change);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server stops.
        }
        finally
        {
            hub.OnWatchedChanged = null;
            watch.Run(false);
            log.Added -= Publish;
            sessions.Changed -= Publish;
            rooms.Changed -= Publish;
            gateways.Changed -= Publish;
            await recovery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Publish(object? sender, GatewayChange change)
    {
        if (change.Action == ChangeAction.Removed) hub.PublishRemoved("gateway", change.Gateway.Name);
        else hub.Publish(change.Action, change.Gateway);
    }

    private void Publish(HostEvent change)
    {
        switch (change.Kind)
        {
            case HostEventKind.Snapshot:
                foreach (var stream in change.Snapshot!.Streams) replays.Follow(stream.Name);
                break;
            case HostEventKind.StreamAdded:
                replays.Follow(change.Name);
                if (streams.Of(change.Stream!) is { } added) hub.Publish(ChangeAction.Added, added);
                break;
            case HostEventKind.StreamHealthChanged:
                if (streams.Of(change.Stream!) is { } changed) hub.Publish(ChangeAction.Changed, changed);
                break;
            case HostEventKind.StreamRemoved:
                replays.Forget(change.Name);
                hub.PublishRemoved("stream", change.Name);
                break;
            case HostEventKind.PlayerAdded or HostEventKind.PlayerChanged:
                if (players.Find(change.Name) is { } player)
                {
                    hub.Publish(change.Kind == HostEventKind.PlayerAdded ? ChangeAction.Added : ChangeAction.Changed, player);
                }
                break;
            case HostEventKind.PlayerRemoved:
                hub.PublishRemoved("player", change.Name);
                break;
        }
    }

    private void Publish(object? sender, LogLine line) => hub.Publish(line);

    private void Publish(object? sender, RecordingChange change)
    {
        if (change.Value is { } value) hub.Publish(change.Action, value);
        else hub.PublishRemoved("recording", change.Name);
    }

    private void Publish(object? sender, SessionChange change)
    {
        if (change.IsAdded) hub.Publish(ChangeAction.Added, SessionReports.Of(change.Session));
        else hub.PublishRemoved("session", SessionReports.IdOf(change.Session));
    }

    private void Publish(object? sender, RoomChange change)
    {
        if (change.Speaker is { } speaker)
        {
            hub.Publish(change.Action, new RoomSpeakerChange(change.Room.Name, RoomReports.Of(speaker)));
        }
        else if (change.Listener is { } listener)
        {
            hub.Publish(change.Action, new RoomListenerChange(change.Room.Name, RoomReports.Of(listener)));
        }
        else if (change.Action == ChangeAction.Removed)
        {
            hub.PublishRemoved("room", change.Room.Name);
        }
        else
        {
            hub.Publish(change.Action, RoomReports.Of(change.Room));
        }
    }
}

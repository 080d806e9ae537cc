using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Json;
using Continuo.Cluster.Nodes;
using Continuo.Cluster.Spanning;
using Continuo.Rooms.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Serving;

/// <summary>
/// The rooms of a server that is one of several nodes. A room of the configuration is known to every node and opened by one; a room that
/// clients open is known to the cluster. Thread-safe.
/// </summary>
internal sealed class ClusterRooms(
    RoomTable rooms,
    SessionTable sessions,
    NodeMeter meter,
    NodeRequests requests,
    RoomSpans spans,
    ListenerCertificate certificate,
    Lazy<ClusterNode> node,
    ClusterMetrics metrics,
    Lazy<RoomTapes> tapes,
    ILogger<ClusterRooms> logger) : IRoomPlaces, INodeRooms
{
    private static readonly TimeSpan[] Reminders =
    [
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(800)
    ];
    private static readonly TimeSpan LongestLeaving = TimeSpan.FromSeconds(2); // after these

    private readonly ConcurrentDictionary<string, long> _epochs = new(StringComparer.Ordinal); // of the rooms that are here
    private readonly ConcurrentDictionary<string, RoomDeclaration> _configured = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string? Node => node.Value.Name;

    /// <inheritdoc/>
    public NodeLoad Load => meter.Measure();

    /// <inheritdoc/>
    public string ApiCertificate => certificate.Fingerprint;

    /// <inheritdoc/>
    public void Declare(string name, RoomDeclaration declaration) => _configured[name] = declaration;

    /// <inheritdoc/>
    public void Withdraw(string name)
    {
        if (_configured.TryRemove(name, out _) && rooms.Find(name) is not null) _ = CloseQuietlyAsync(name);
    }

    /// <inheritdoc/>
    public async Task<RoomStatus> OpenAsync(string name, RoomDeclaration declaration, HttpContext context)
    {
        declaration.ToOptions(logger).Validate();
        var zone = RequestForwarder.ZoneOf(context.Request);
        if (await node.Value.FindAsync(name, zone, context.RequestAborted).ConfigureAwait(false) is not null)
        {
            throw new ProblemException(Problems.Conflict($"There is a room named '{name}'.", "Use it, or choose another name."));
        }

        var text = JsonSerializer.Serialize(declaration, DeclarationJson.Default.RoomDeclaration);
        var place = await node.Value.DeclareAsync(name, text, zone, context.RequestAborted).ConfigureAwait(false);
        return rooms.Find(name) is { } room ? RoomReports.Of(room) : await requests.GetRoomAsync(place, context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoomStatus>> ListAsync(HttpContext context)
    {
        var here = rooms.All.Where(r => Owns(r.Name)).Select(RoomReports.Of);
        var others = await requests
            .ListAsync(node.Value.Nodes.Where(n => n.Name != node.Value.Name), "/api/rooms", ContractJson.Default.RoomStatusList, context)
            .ConfigureAwait(false);
        return [.. here.Concat(others.SelectMany(static n => n.Values)).OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task KeepRecordingAsync(string room, StartRoomRecordingRequest? recording)
    {
        if (!Owns(room)) return; // of a part, which is its node's alone
        try
        {
            var text = recording is null ? null : JsonSerializer.Serialize(recording, DeclarationJson.Default.StartRoomRecordingRequest);
            await node.Value.RecordAsync(room, text).ConfigureAwait(false);
        }
        catch (AudioException e)
        {
            ServingLog.NotKept(logger, room, e.Message);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Recorded => [.. _epochs.Keys.Where(r => rooms.Find(r) is not null && tapes.Value.IsRecording(r))];

    /// <inheritdoc/>
    public IReadOnlyList<RoomLoad> Rooms
    {
        get
        {
            var members = _epochs.Keys.Select(rooms.Find).OfType<Room>()
                .Select(static r => (r.Name, Members: r.Speakers.Count + r.Listeners.Count)).ToArray();
            var all = Math.Max(members.Sum(static m => m.Members), 1);
            return [.. members.Select(m => new RoomLoad(m.Name, (double)m.Members / all))];
        }
    }

    /// <inheritdoc/>
    public void RecordOn(string room, string recording) => _ = Task.Run(() =>
    {
        try
        {
            if (JsonSerializer.Deserialize(recording, DeclarationJson.Default.StartRoomRecordingRequest) is not { } request) return;
            tapes.Value.Get(room).StartRecording(request, isChosen: false);
        }
        catch (Exception e) when (e is AudioException or ProblemException or JsonException)
        {
            ServingLog.NotRecorded(logger, room, e.Message);
        }
    });

    /// <inheritdoc/>
    public Task CloseAsync(Room room) => node.Value.CloseAsync(room.Name);

    /// <inheritdoc/>
    public bool Open(string room, string? declaration, long epoch)
    {
        if (rooms.Find(room) is not null)
        {
            spans.Own(room); // it may have been linked to the node that had it before
            _epochs[room] = epoch;
            return true;
        }

        var settings = declaration is null
            ? _configured.GetValueOrDefault(room)
            : JsonSerializer.Deserialize(declaration, DeclarationJson.Default.RoomDeclaration);
        if (settings is null) return false;
        rooms.Open(room, settings);
        _epochs[room] = epoch;
        metrics.CountOpened();
        ServingLog.Opened(logger, room, epoch);
        return true;
    }

    /// <inheritdoc/>
    public void Close(string room, long epoch, RoomPlace? successor)
    {
        if (!_epochs.TryRemove(KeyValuePair.Create(room, epoch)))
        {
            metrics.CountRefused();
            return;
        }

        if (rooms.Find(room) is not { } found) return;
        ServingLog.Closed(logger, room, successor?.Node ?? "none");
        if (successor is not null)
        {
            metrics.CountHandedOver();
            _ = LeaveAsync(found);
            return;
        }

        spans.Forget(room);
        rooms.Close(found);
        _ = sessions.EndAsync(room);
    }

    /// <summary>
    /// Closes a room that another node has now. Its participants are informed at once, and hear each other here until they hear each other
    /// there: our own clients and the page have both connections for a moment, others come when the old one ends.
    /// </summary>
    private async Task LeaveAsync(Room room)
    {
        ServerSession[] left = [.. sessions.All.Where(s => s.Stream == room.Name)];
        rooms.Retire(room);
        foreach (var pause in Reminders)
        {
            foreach (var session in left) session.AnnounceEnd(); // again, because a datagram may be lost
            await Task.Delay(pause).ConfigureAwait(false);
        }

        // Speakers speak to both rooms until this one ends, which is when no one is left to hear them.
        var begin = Stopwatch.StartNew();
        while (begin.Elapsed < LongestLeaving && left.Any(s => s.Kind == SessionKind.Whep && sessions.Find(s.Id) is not null))
        {
            await Task.Delay(Reminders[0]).ConfigureAwait(false);
        }

        if (!Owns(room.Name)) spans.Forget(room.Name); // it may be back
        rooms.Close(room);
        await Task.WhenAll(left.Select(static s => s.EndAsync())).ConfigureAwait(false);
    }

    /// <summary>Whether a room that is open here is this node's own, and not only linked to another node's.</summary>
    public bool Owns(string room) => _epochs.ContainsKey(room);

    /// <summary>The settings of a room; <see langword="null"/> if this node's configuration does not name it.</summary>
    public RoomDeclaration? SettingsOf(RoomPlace place) => place.Declaration is null
        ? _configured.GetValueOrDefault(place.Room)
        : JsonSerializer.Deserialize(place.Declaration, DeclarationJson.Default.RoomDeclaration);

    private async Task CloseQuietlyAsync(string name)
    {
        try
        {
            await node.Value.CloseAsync(name).ConfigureAwait(false);
        }
        catch (AudioException e)
        {
            ServingLog.NotClosed(logger, name, e.Message);
        }
    }
}

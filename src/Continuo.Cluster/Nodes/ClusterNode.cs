using System.Reflection;
using Continuo.Audio;
using Continuo.Cluster.Contract;
using Continuo.Cluster.Grains;
using Continuo.Cluster.Placement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace Continuo.Cluster.Nodes;

/// <summary>
/// This node as a member of its cluster: finds rooms wherever they are, tells the others how busy it is, and hands its rooms over when it
/// is drained. Thread-safe.
/// </summary>
public sealed class ClusterNode : BackgroundService
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(6); // a frozen node is declared dead in less
    private const int FailuresToWarn = 3;
    private const int TriesToConfirm = 5;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly NodeOptions _options;
    private readonly IGrainFactory _grains;
    private readonly INodeRooms _rooms;
    private readonly ILocalSiloDetails _silo;
    private readonly NodeTable _table;
    private readonly INodeStreams? _streams;
    private readonly RecordedJobs _jobs;
    private readonly Relief _relief = new();
    private readonly RoomDirectory _directory;
    private readonly IClusterMembershipService _membership;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterNode> _logger;
    private volatile bool _isDraining;
    private volatile bool _answers = true;
    private int _failures; // of reports, in a row

    internal ClusterNode(NodeOptions options, IGrainFactory grains, INodeRooms rooms, ILocalSiloDetails silo, NodeTable table,
        RoomDirectory directory, IClusterMembershipService membership, TimeProvider time, ILogger<ClusterNode> logger,
        INodeStreams? streams)
    {
        (_options, _grains, _rooms, _silo, _table) = (options, grains, rooms, silo, table);
        (_directory, _membership, _time, _logger, _streams) = (directory, membership, time, logger, streams);
        _jobs = new RecordedJobs(Name);
    }

    /// <summary>Name of this node.</summary>
    public string Name => _options.Name;

    /// <summary>The nodes that have reported lately, by name. Empty until the first second has passed.</summary>
    public IReadOnlyList<NodeReport> Nodes => _table.Nodes;

    /// <summary>Whether the last report was answered. If not, this node's rooms go on, and rooms of others are not found.</summary>
    public bool IsAnswered => _answers;

    /// <summary>The newest version of what nodes say to each other that all of them speak; 0 before the first second has passed.</summary>
    public int AgreedProtocol => ProtocolRange.Agreed(_table.Nodes.Select(n => n.Protocols)) is { } agreed and < int.MaxValue ? agreed : 0;

    /// <summary>Whether it hands its rooms over and takes no more.</summary>
    internal bool IsDraining => _isDraining;

    /// <summary>Rooms that were closed here because another node had them as well.</summary>
    internal long Conflicts => _directory.Conflicts;

    /// <summary>Finds a room, and opens it if it is declared and on no node.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="zone">Place of the participant, for a room that is opened now; empty for this node's own.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns><see langword="null"/> if no node knows of it.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    public Task<RoomPlace?> FindAsync(string room, string zone = "", CancellationToken cancellation = default) =>
        AskAsync<IRoomGrain, RoomPlace?>(room, zone, grain => grain.Find(), cancellation);

    /// <summary>Declares a room: it is opened on a node with room left, and again on another if that one fails.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="declaration">Its settings, as <see cref="INodeRooms.Open"/> gets them.</param>
    /// <param name="zone">Place of its participants; empty for this node's own.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    public Task<RoomPlace> DeclareAsync(string room, string declaration, string zone = "", CancellationToken cancellation = default) =>
        AskAsync<IRoomGrain, RoomPlace>(room, zone, grain => grain.Declare(declaration), cancellation);

    /// <summary>Closes a room for good.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    public Task<bool> CloseAsync(string room, CancellationToken cancellation = default) =>
        AskAsync<IRoomGrain, bool>(room, "", grain => grain.Close(), cancellation);

    /// <summary>Keeps which recording of a room runs, for the next node that has it.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal Task RecordAsync(string room, string? recording, CancellationToken cancellation = default) =>
        TellAsync<IRoomGrain>(room, grain => grain.Record(recording), cancellation);

    /// <summary>Finds a stream, and opens it if a node that had it has failed and it can be opened elsewhere.</summary>
    /// <returns><see langword="null"/> if no node has it.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal Task<StreamPlace?> FindStreamAsync(string stream, CancellationToken cancellation = default) =>
        AskAsync<IStreamGrain, StreamPlace?>(stream, "", grain => grain.Find(), cancellation);

    /// <summary>Tells the cluster that this node has a stream.</summary>
    /// <param name="stream">Its name.</param>
    /// <param name="declaration">How another node can open it; <see langword="null"/> if it belongs to this machine.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether it is known. If not, another node has one of that name, or the next try will do.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal Task<bool> DeclareStreamAsync(string stream, string? declaration, CancellationToken cancellation = default)
    {
        return AskAsync<IStreamGrain, bool>(stream, "", grain =>
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, _silo.SiloAddress);
            return grain.Declare(Name, declaration);
        }, cancellation);
    }

    /// <summary>A stream of this node was closed for good.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal Task CloseStreamAsync(string stream, CancellationToken cancellation = default) =>
        TellAsync<IStreamGrain>(stream, grain => grain.Close(Name), cancellation);

    /// <summary>Hands the streams of this node to others, as far as those can open them.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal async Task DrainStreamsAsync(IReadOnlyList<string> streams, CancellationToken cancellation = default)
    {
        var others = new HandOver(_table.Nodes.Where(n => n.Name != Name), _rooms.Load, _options.Zone, Random.Shared);
        foreach (var stream in streams)
        {
            if (others.Next() is not { } target) break;
            if (!await AskAsync<IStreamGrain, bool>(stream, "", grain => grain.Move(target), cancellation).ConfigureAwait(false)) continue;
            await FindStreamAsync(stream, cancellation).ConfigureAwait(false); // it is opened there before anyone asks
        }
    }

    /// <summary>Links this node to a room of another node, or renews the link.</summary>
    /// <returns><see langword="null"/> if there is no such room any more.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    internal Task<SpanAnswer?> JoinAsync(string room, SpanOffer offer, CancellationToken cancellation = default) =>
        AskAsync<IRoomGrain, SpanAnswer?>(room, "", grain => grain.Join(offer), cancellation);

    /// <summary>
    /// Takes no new rooms, and hands those of this node to others. Nodes that have not heard of it yet may give it a room for another
    /// second: it ends when all have, and those are handed over too.
    /// </summary>
    /// <param name="rooms">Names of the rooms that are here, asked again and again.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Number of rooms that were handed over; those that no node had room for stay.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/>: the cluster does not answer.</exception>
    public async Task<int> DrainAsync(Func<IReadOnlyList<string>> rooms, CancellationToken cancellation = default)
    {
        _isDraining = true;
        await ReportAsync().ConfigureAwait(false);
        var begin = _time.GetTimestamp();
        var moved = new HashSet<string>(StringComparer.Ordinal);
        var others = new HandOver(_table.Nodes.Where(n => n.Name != Name), _rooms.Load, _options.Zone, Random.Shared);
        while (true)
        {
            var isKnown = _time.GetElapsedTime(begin) > ReportInterval + RetryPause;
            foreach (var room in rooms().Where(r => !moved.Contains(r)))
            {
                if (others.Next() is not { } target) return moved.Count;
                await TellAsync<IRoomGrain>(room, grain => grain.Move(target), cancellation).ConfigureAwait(false);
                moved.Add(room);
            }

            if (isKnown) return moved.Count;
            await Task.Delay(RetryPause, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClusterLog.Ready(_logger, Name, _options.Cluster, _options.Port, _options.Api);
        try
        {
            await Task.WhenAll(ReportRegularlyAsync(stoppingToken), FollowMembershipAsync(stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task ReportRegularlyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ReportInterval, _time);
        do
        {
            await ReportAsync().ConfigureAwait(false);
            await RelieveAsync(stop).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    // The directory of rooms may have been lost with a node: it gets this report at once, before anyone asks.
    private async Task FollowMembershipAsync(CancellationToken stop)
    {
        await foreach (var members in _membership.MembershipUpdates.WithCancellation(stop).ConfigureAwait(false))
        {
            _ = TakeOverAsync(members, stop);
            for (var tries = 0; tries < TriesToConfirm && !await TryConfirmAsync().ConfigureAwait(false); tries++)
            {
                await Task.Delay(RetryPause, _time, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryConfirmAsync()
    {
        try
        {
            await _directory.ConfirmAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException) // the report of the next second tries again, and says what fails
        {
            return false;
        }
    }

    // What a dead node has recorded is opened again before anyone asks for it.
    private async Task TakeOverAsync(ClusterMembershipSnapshot members, CancellationToken stop)
    {
        foreach (var node in _jobs.TakeDead(members.GetSiloStatus, _table.Nodes))
        {
            ClusterLog.TakesOver(_logger, node.Name, node.RecordedRooms.Length + node.RecordedStreams.Length);
            try
            {
                foreach (var room in node.RecordedRooms) await FindAsync(room, node.Zone, stop).ConfigureAwait(false);
                foreach (var stream in node.RecordedStreams) await FindStreamAsync(stream, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AudioException or OperationCanceledException)
            {
                ClusterLog.NoAnswer(_logger, e.Message); // a request for one opens it
            }
        }
    }

    // A room leaves while ticks are not late yet.
    private async Task RelieveAsync(CancellationToken stop)
    {
        if (_isDraining || !_answers) return;
        var load = _rooms.Load;
        if (_relief.Next(load, _options.Zone, () => _rooms.Rooms, _table.Nodes.Where(n => n.Name != Name), Random.Shared)
            is not { } leaving)
        {
            return;
        }

        ClusterLog.Leaves(_logger, leaving.Room, load.Taken, leaving.Target.Name);
        try
        {
            await TellAsync<IRoomGrain>(leaving.Room, grain => grain.Move(leaving.Target), stop).ConfigureAwait(false);
        }
        catch (AudioException e)
        {
            ClusterLog.NoAnswer(_logger, e.Message);
        }
    }

    private async Task ReportAsync()
    {
        var report = new NodeReport(Name, _silo.SiloAddress, _options.Api, _options.Zone, ProgramVersion(),
            _options.Protocols.Newest, _rooms.Load, _isDraining, _options.Protocols.Oldest)
        {
            ApiCertificate = _rooms.ApiCertificate,
            RecordedRooms = [.. _rooms.Recorded],
            RecordedStreams = [.. _streams?.Recorded ?? []],
        };
        try
        {
            _table.Nodes = WithOthers(await _grains.GetGrain<INodeTableGrain>(0).Report(report).ConfigureAwait(false));
            _jobs.Follow(_table.Nodes);
            await _directory.ConfirmAsync().ConfigureAwait(false);
            if (!_answers) ClusterLog.Answers(_logger, _table.Nodes.Count);
            (_answers, _failures) = (true, 0);
        }
        catch (Exception e) when (e is not OutOfMemoryException) // whatever fails, the node goes on
        {
            if (++_failures < FailuresToWarn) return; // while nodes find each other, a report may have nowhere to go
            if (_answers) ClusterLog.NoAnswer(_logger, e.Message);
            _answers = false;
        }
    }

    /// <summary>A table that has just begun again, because its node has failed, does not know all living nodes yet.</summary>
    private IReadOnlyList<NodeReport> WithOthers(NodeReport[] reported)
    {
        var members = _membership.CurrentSnapshot;
        var others = _table.Nodes.Where(n => members.GetSiloStatus(n.Silo) == SiloStatus.Active && !reported.Any(r => r.Name == n.Name));
        return [.. reported.Concat(others).OrderBy(n => n.Name, StringComparer.Ordinal)];
    }

    private Task<bool> TellAsync<TGrain>(string name, Func<TGrain, Task> tell, CancellationToken cancellation)
        where TGrain : IGrainWithStringKey => AskAsync<TGrain, bool>(name, "", async grain =>
        {
            await tell(grain).ConfigureAwait(false);
            return true;
        }, cancellation);

    private async Task<T> AskAsync<TGrain, T>(string name, string zone, Func<TGrain, Task<T>> ask, CancellationToken cancellation)
        where TGrain : IGrainWithStringKey
    {
        RequestContext.Set(RoomPlacementDirector.ZoneKey, zone.Length > 0 ? zone : _options.Zone);
        var begin = _time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await ask(_grains.GetGrain<TGrain>(name)).WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (IsPassing(e))
            {
                // The node that had it has failed, and is not yet known to have.
                if (_time.GetElapsedTime(begin) > AnswerTimeout)
                {
                    throw new AudioException(AudioErrorCode.TimedOut, $"'{name}'", $"the cluster does not answer: {e.Message.TrimEnd('.')}",
                        "Try again; 'continuo cluster status' shows the nodes", e);
                }
            }

            await Task.Delay(RetryPause, _time, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(Exception e) => e is OrleansException or TimeoutException or SiloUnavailableException;

    /// <summary>Refuses a node that has no version in common with another.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>.</exception>
    internal static void RequireFit(ProtocolRange own, string node, string version, ProtocolRange other)
    {
        if (own.Fits(other)) return;
        throw new AudioException(AudioErrorCode.Unsupported, $"node '{node}' (Continuo {version})",
            $"it speaks version {other} of the cluster's protocol, this program {own}",
            "Upgrade in steps that have a version in common, or stop the nodes of the other version first");
    }

    internal static string ProgramVersion() =>
        typeof(ClusterNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}

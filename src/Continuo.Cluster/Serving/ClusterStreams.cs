using System.Collections.Concurrent;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Json;
using Continuo.Cluster.Contract;
using Continuo.Cluster.Nodes;
using Continuo.Hosting;
using Continuo.Server.Api;
using Continuo.Server.Http;
using Continuo.Server.Nodes;
using Continuo.Server.Recordings;
using Continuo.Server.Sessions;
using Continuo.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Serving;

/// <summary>
/// The streams of a server that is one of several nodes: tells the cluster which are here, and opens those of a node that has failed if
/// they do not belong to its machine. Thread-safe.
/// </summary>
internal sealed class ClusterStreams(
    AudioHost host,
    StreamOpener opener,
    RecordingLibrary recordings,
    SessionTable sessions,
    NodeRequests requests,
    Lazy<ClusterNode> node,
    TimeProvider time,
    ILogger<ClusterStreams> logger) : BackgroundService, INodeStreams, IOtherNodes
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2); // a cluster that does not answer holds up no request

    private readonly ConcurrentDictionary<string, string> _told =
        new(StringComparer.Ordinal); // streams the cluster knows to be here: their declarations
    private readonly ConcurrentDictionary<string, AudioStream> _withdrawn = new(StringComparer.Ordinal); // streams that are being removed
    private readonly SemaphoreSlim _telling = new(1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Recorded =>
        [.. recordings.Running().Select(r => r.Stream!).Distinct().Where(s => opener.RequestOf(s) is not null)];

    /// <summary>Names of the streams that are here.</summary>
    public IReadOnlyList<string> Here => [.. host.Snapshot().Streams.Select(s => s.Name)];

    /// <inheritdoc/>
    public bool Has(string stream) => host.TryGetStream(stream, out _);

    /// <inheritdoc/>
    public async Task<bool> OpenAsync(string stream, string declaration)
    {
        if (JsonSerializer.Deserialize(declaration, DeclarationJson.Default.StreamDeclaration) is not { } declared) return false;
        try
        {
            await Task.Run(() => opener.Open(declared.Stream)).ConfigureAwait(false);
            ServingLog.StreamOpened(logger, stream);
        }
        catch (Exception e) when (e is AudioException or ProblemException)
        {
            ServingLog.StreamNotOpened(logger, stream, e.Message);
            return Has(stream);
        }

        foreach (var rest in declared.Recordings.Select(r => r.RestAt(time.GetUtcNow()))
            .OfType<Client.Contract.Requests.StartRecordingRequest>())
        {
            try
            {
                await Task.Run(() => recordings.Start(rest, isChosen: false)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AudioException or ProblemException)
            {
                ServingLog.NotRecorded(logger, rest.Name ?? "", e.Message);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Close(string stream)
    {
        _told.TryRemove(stream, out _);
        _ = CloseAsync(stream);
    }

    /// <inheritdoc/>
    public void Forget(string stream) => _told.TryRemove(stream, out _);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamStatus>> ListStreamsAsync(HttpContext context)
    {
        var lists = await requests.ListAsync(Others, "/api/streams", ContractJson.Default.StreamStatusList, context).ConfigureAwait(false);
        return [.. lists.SelectMany(static n => n.Values.Select(s => s with { Node = n.Node }))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordingStatus>> ListRecordingsAsync(HttpContext context)
    {
        var lists = await requests.ListAsync(Others, "/api/recordings", ContractJson.Default.RecordingStatusList, context)
            .ConfigureAwait(false);
        return [.. lists.SelectMany(static n => n.Values.Select(r => r with { Node = n.Node }))];
    }

    /// <inheritdoc/>
    public async Task RequireFreeAsync(string stream, CancellationToken cancellation)
    {
        if (await FindAsync(stream, cancellation).ConfigureAwait(false) is { } place && place.Node != node.Value.Name)
        {
            throw new ProblemException(Problems.Conflict(
                $"There is a stream named '{stream}' on the node {place.Node}.", "Choose another name, or delete that one."));
        }
    }

    /// <inheritdoc/>
    public async Task TellAsync(string stream, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(AnswerTimeout);
        try
        {
            await DeclareAsync(stream, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ServingLog.NotTold(logger, stream, "the cluster does not answer"); // the next second tries again
        }
    }

    /// <inheritdoc/>
    public Task WithdrawAsync(string stream, CancellationToken cancellation)
    {
        if (host.TryGetStream(stream, out var leaving)) _withdrawn[stream] = leaving;
        return TellAsync(stream, cancellation);
    }

    private async Task DeclareAsync(string stream, CancellationToken cancellation)
    {
        await _telling.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var isHere = host.TryGetStream(stream, out var open);
            var isLeaving = isHere && _withdrawn.GetValueOrDefault(stream) == open;
            if (!isLeaving) _withdrawn.TryRemove(stream, out _); // it has left; what has its name now is another
            if (!isHere || isLeaving)
            {
                if (_told.ContainsKey(stream)) await node.Value.CloseStreamAsync(stream, cancellation).ConfigureAwait(false);
                _told.TryRemove(stream, out _);
                return;
            }

            var declaration = opener.RequestOf(stream) is { } request
                ? JsonSerializer.Serialize(
                    new StreamDeclaration(request, recordings.JobsOf(stream)), DeclarationJson.Default.StreamDeclaration)
                : "";
            if (_told.GetValueOrDefault(stream) == declaration) return;
            if (await node.Value.DeclareStreamAsync(stream, declaration.Length > 0 ? declaration : null, cancellation)
                .ConfigureAwait(false))
            {
                _told[stream] = declaration;
            }
        }
        catch (AudioException e)
        {
            ServingLog.NotTold(logger, stream, e.Message); // the next second tries again
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                foreach (var stream in Here.Union(_told.Keys)) await TellAsync(stream, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The node stops. Its streams are not closed: another node may open them.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _telling.Dispose();
        base.Dispose();
    }

    private IEnumerable<NodeReport> Others => node.Value.Nodes.Where(n => n.Name != node.Value.Name);

    private async Task<StreamPlace?> FindAsync(string stream, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(AnswerTimeout);
        try
        {
            return await node.Value.FindStreamAsync(stream, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AudioException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null; // who opens a stream here may do so
        }
    }

    private async Task CloseAsync(string stream)
    {
        await sessions.EndAsync(stream).ConfigureAwait(false);
        await host.RemoveStreamAsync(stream).ConfigureAwait(false);
    }
}

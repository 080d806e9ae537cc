using Continuo.Audio;
using Continuo.Client.Contract.Rooms;
using Continuo.Mumble;
using Continuo.Mumble.Control;
using Continuo.Mumble.Gateway;
using Continuo.Rooms.Hosting;
using Continuo.Server.Logging;
using Continuo.Server.Rooms;

namespace Continuo.Server.Gateways;

/// <summary>
/// Keeps a room and a Mumble channel connected: again and again until the first connection succeeds; a lost one is the client's to make
/// again. What the Mumble server refuses for good ends it. It follows a room that is closed and opened again. Thread-safe.
/// </summary>
internal sealed class RoomGateway : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly GatewayDeclaration _declaration;
    private readonly MumbleOptions _server;
    private readonly RoomTable _rooms;
    private readonly ILogger _logger;
    private readonly Action<RoomGateway> _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turned = new(0); // released when the connection is made or lost: a short loss is a state, too
    private readonly Task _run;
    private MumbleGateway? _gateway;
    private string? _problem;
    private bool _hasFailed;
    private GatewayStatus? _seen;

    /// <summary>Begins to connect.</summary>
    /// <param name="name">Name of the gateway.</param>
    /// <param name="declaration">What to connect.</param>
    /// <param name="rooms">Finds the room.</param>
    /// <param name="logger">Log.</param>
    /// <param name="changed">Called after a change of <see cref="Status"/>, apart from counted packets.</param>
    /// <exception cref="AudioException">The address is wrong.</exception>
    public RoomGateway(string name, GatewayDeclaration declaration, RoomTable rooms, ILogger logger, Action<RoomGateway> changed)
    {
        (Name, _declaration, _rooms, _logger, _changed) = (name, declaration, rooms, logger, changed);
        _server = GatewayDeclaration.ServerOf(declaration.Address) with { Logger = logger };
        _run = Task.Run(RunAsync);
    }

    public string Name { get; }

    public GatewayStatus Status
    {
        get
        {
            var gateway = Volatile.Read(ref _gateway);
            var client = gateway?.Client;
            var statistics = gateway?.Statistics ?? new MumbleGatewayStatistics();
            var state = Volatile.Read(ref _hasFailed) ? GatewayState.Failed
                : client is null ? GatewayState.Connecting
                : client.State == MumbleClientState.Connected ? GatewayState.Connected
                : GatewayState.Reconnecting;
            var problem = state == GatewayState.Connected ? null : client?.LastFailure?.Message ?? Volatile.Read(ref _problem);
            return new GatewayStatus(Name, _declaration.Room, _server.ToString(), state, problem, statistics.Speakers, statistics.Puppets,
                statistics.RefusedPuppets, statistics.Packets, statistics.ForwardedPackets);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _run.GetAwaiter().GetResult();
        _stop.Dispose();
        _turned.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            if (_rooms.Find(_declaration.Room) is not { } room)
            {
                Report($"there is no room named '{_declaration.Room}'");
            }
            else
            {
                var failure = await ConnectAsync(room).ConfigureAwait(false);
                if (failure is { } reason && !Refusals.MayPass(reason))
                {
                    Volatile.Write(ref _hasFailed, true);
                    Report(reason.Message);
                    return;
                }

                if (failure is null) pause = FirstPause;
                else Report(failure.Message);
            }

            await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
        }
    }

    /// <summary>Connects, and watches until the connection or the room has ended.</summary>
    /// <returns>Why; <see langword="null"/> if it is to begin again.</returns>
    private async Task<AudioException?> ConnectAsync(Room room)
    {
        try
        {
            using var gateway = await MumbleGateway.OpenAsync(room, _server, _declaration.ToOptions(), _stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _gateway, gateway);
            gateway.Client.Changed += Notice;
            try
            {
                while (!_stop.IsCancellationRequested && _rooms.Find(_declaration.Room) == room)
                {
                    if (gateway.Client.State == MumbleClientState.Closed) return gateway.Client.LastFailure;
                    Announce();
                    await _turned.WaitAsync(Look, _stop.Token).ConfigureAwait(false);
                }

                return null;
            }
            finally
            {
                gateway.Client.Changed -= Notice;
                Volatile.Write(ref _gateway, null);
            }
        }
        catch (AudioException e)
        {
            return e;
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            return null; // the room has just been closed, or the server stops
        }
    }

    private void Notice(object? sender, MumbleEventArgs e)
    {
        if (e.Kind is MumbleEventKind.Connected or MumbleEventKind.Disconnected) _turned.Release();
    }

    private void Report(string problem)
    {
        if (_stop.IsCancellationRequested) return;
        if (Volatile.Read(ref _problem) != problem) ServerLog.CannotOpen(_logger, "gateway", Name, problem);
        Volatile.Write(ref _problem, problem);
        Announce();
    }

    /// <summary>Tells what has changed; not every packet.</summary>
    private void Announce()
    {
        var status = Status with { Packets = 0, ForwardedPackets = 0 };
        if (status == _seen) return;
        if (status.State == GatewayState.Connected && _seen?.State != GatewayState.Connected) ServerLog.Opened(_logger, "gateway", Name);
        _seen = status;
        _changed(this);
    }
}

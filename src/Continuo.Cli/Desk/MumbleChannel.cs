using Continuo.Audio;
using Continuo.Mumble;
using Continuo.Mumble.Gateway;
using Continuo.Rooms.Hosting;

namespace Continuo.Cli.Desk;

/// <summary>A Mumble channel, each of whose users is a person. The desk only listens there.</summary>
internal sealed class MumbleChannel(ChannelDeclaration declaration, Room room, MumbleOptions server, Action<string> tell)
    : DeskChannel(declaration, room, tell)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private MumbleGateway? _gateway;
    private bool _wasRemoved;

    /// <inheritdoc/>
    public override DeskLinkState State => base.State == DeskLinkState.Open
        && Volatile.Read(ref _gateway)?.Client.State is not (null or MumbleClientState.Connected) ? DeskLinkState.Connecting : base.State;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Id, string Name)> Persons =>
        [.. (Volatile.Read(ref _gateway)?.Users ?? []).Select(u => (u.MemberId, u.User.Name))];

    /// <inheritdoc/>
    protected override async Task UseAsync(CancellationToken stop)
    {
        var options = new MumbleGatewayOptions
        {
            Speaks = false,
            Group = Declaration.Group,
            Joining = user => Declaration.Person(user.MemberId, user.Name ?? user.MemberId),
        };
        using var gateway = await MumbleGateway.OpenAsync(Room, server, options, stop).ConfigureAwait(false);
        Volatile.Write(ref _gateway, gateway);
        try
        {
            MarkOpen();
            while (gateway.Client.State != MumbleClientState.Closed) await Task.Delay(WatchInterval, stop).ConfigureAwait(false);
            _wasRemoved = true;
            throw gateway.Client.LastFailure
                ?? new AudioException(AudioErrorCode.ServerUnavailable, Address, "the connection was closed", "Start the desk again");
        }
        finally
        {
            Volatile.Write(ref _gateway, null);
        }
    }

    /// <summary>Who was removed by the server does not come back by itself.</summary>
    protected override bool MayPass(AudioException failure) => !_wasRemoved && base.MayPass(failure);
}

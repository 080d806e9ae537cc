using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;

namespace Continuo.Server.Gateways;

/// <summary>A gateway that was opened, closed, or is in another state.</summary>
/// <param name="Action">What happened.</param>
/// <param name="Gateway">The gateway afterwards.</param>
internal sealed record GatewayChange(ChangeAction Action, GatewayStatus Gateway);

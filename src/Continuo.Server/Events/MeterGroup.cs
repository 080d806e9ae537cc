using Continuo.Client.Contract.Messages;

namespace Continuo.Server.Events;

/// <summary>Clients that want the same meters at the same rate: one message is made for all of them. Used under the hub's gate.</summary>
internal sealed class MeterGroup(MeterSubscription subscription)
{
    public const double MinRateHz = 1;
    public const double MaxRateHz = 30;

    public List<EventClient> Clients { get; } = [];

    public TimeSpan Period { get; } = TimeSpan.FromSeconds(1 / subscription.RateHz);

    public IReadOnlyList<string> Streams { get; } = subscription.Streams ?? [];

    public IReadOnlyList<string> Players { get; } = subscription.Players ?? [];

    public IReadOnlyList<string> Rooms { get; } = subscription.Rooms ?? [];

    /// <summary>When the next message is due, in the time provider's time stamps.</summary>
    public long DueAt { get; set; }

    /// <summary>What clients of one group have in common.</summary>
    public static string KeyOf(MeterSubscription subscription) =>
        FormattableString.Invariant(
            $"{subscription.RateHz}\n{Join(subscription.Streams)}\n\n{Join(subscription.Players)}\n\n{Join(subscription.Rooms)}");

    private static string Join(IReadOnlyList<string>? names) =>
        string.Join('\n', (names ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}

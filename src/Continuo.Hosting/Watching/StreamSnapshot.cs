using Continuo.Streams;

namespace Continuo.Hosting.Watching;

/// <summary>A stream of an <see cref="AudioHost"/> at one moment.</summary>
/// <param name="Name">Its name in the host.</param>
/// <param name="Address">Address of the source.</param>
/// <param name="Health">Its health, as last reported by an event.</param>
/// <param name="Reason">Reason for the health, as one line of text.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Readers">Number of subscriptions and recordings that read it.</param>
/// <param name="Statistics">Statistics of its current run.</param>
public sealed record StreamSnapshot(
    string Name,
    string Address,
    StreamHealth Health,
    string Reason,
    int SampleRate,
    int Channels,
    int Readers,
    StreamStatistics Statistics)
{
    /// <summary>When it was added to the host.</summary>
    public DateTimeOffset AddedAt { get; init; }
}

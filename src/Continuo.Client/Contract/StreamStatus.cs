using Continuo.Streams;

namespace Continuo.Client.Contract;

/// <summary>A stream.</summary>
/// <param name="Name">Its name on the server.</param>
/// <param name="Address">What it captures.</param>
/// <param name="Kind"><c>application</c>, <c>device</c>, <c>system</c>, <c>file</c>, <c>generator</c>, <c>whip</c>, <c>rtp</c>,
/// <c>player</c> or <c>other</c>.</param>
/// <param name="Health">Its health.</param>
/// <param name="HealthReason">Why it is in that state, as one line.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Layout">The channels' speakers, for example <c>stereo</c>.</param>
/// <param name="ChunkMs">Length of a chunk in milliseconds.</param>
/// <param name="StartedAt">When it was added to the server.</param>
/// <param name="Statistics">What it has captured.</param>
/// <param name="Delivery">How fast chunks reach the consumers.</param>
/// <param name="Ring">Its ring.</param>
/// <param name="Readers">Its consumers.</param>
/// <param name="ReplaySeconds">How much of the past can be saved; 0 if nothing is kept.</param>
public sealed record StreamStatus(
    string Name,
    string Address,
    string Kind,
    StreamHealth Health,
    string HealthReason,
    int SampleRate,
    int Channels,
    string Layout,
    double ChunkMs,
    DateTimeOffset StartedAt,
    CaptureStatus Statistics,
    DeliveryStatus Delivery,
    RingStatus Ring,
    IReadOnlyList<ReaderStatus> Readers,
    double ReplaySeconds)
{
    /// <summary>The node of the cluster that has it; <see langword="null"/> if it is the server that was asked.</summary>
    public string? Node { get; init; }
}

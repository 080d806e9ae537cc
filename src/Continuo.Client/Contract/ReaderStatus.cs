namespace Continuo.Client.Contract;

/// <summary>One consumer of a stream. Frames are counted since it was opened; <c>written = read + dropped + pending</c>.</summary>
/// <param name="Id">Identifies it within the server.</param>
/// <param name="Name">Its name in statistics.</param>
/// <param name="Kind">
/// <c>callback</c>, <c>encoder</c> (for listeners), <c>recorder</c>, <c>replay</c>, <c>meter</c>, <c>player</c> or <c>other</c>.
/// </param>
/// <param name="State">Whether it keeps up.</param>
/// <param name="LagChunks">Chunks it is behind the writer.</param>
/// <param name="LagMs">The same as a duration in milliseconds.</param>
/// <param name="MaxLagChunks">Chunks it may be behind before audio is skipped.</param>
/// <param name="Written">Frames written to the stream.</param>
/// <param name="Read">Frames it has read.</param>
/// <param name="Pending">Frames that it can still read.</param>
/// <param name="Dropped">Frames it has lost, by reason.</param>
/// <param name="Detail">What else is known of it, as one line.</param>
/// <param name="Session">Id of the session that it serves, if it serves just one.</param>
/// <param name="Sessions">Number of sessions that it serves, by their kind; <see langword="null"/> if it serves none.</param>
/// <param name="Recording">Name of the recording that it writes, if it is one.</param>
public sealed record ReaderStatus(
    string Id,
    string Name,
    string Kind,
    ReaderState State,
    long LagChunks,
    double LagMs,
    int MaxLagChunks,
    long Written,
    long Read,
    long Pending,
    DropStatus Dropped,
    string? Detail,
    string? Session,
    IReadOnlyDictionary<string, int>? Sessions,
    string? Recording);

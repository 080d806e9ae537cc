namespace Continuo.Hosting.Watching;

/// <summary>
/// Everything an <see cref="AudioHost"/> owned at one moment. Names, states and health are those after the event numbered
/// <see cref="Version"/>; statistics are current.
/// </summary>
/// <param name="Version">The number of the last event before the snapshot; 0 if there was none.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Streams">The streams, in the order in which they were added.</param>
/// <param name="Players">The players, in the order in which they were added.</param>
/// <param name="Recordings">The running recordings and the latest ended ones, in the order in which they were started.</param>
public sealed record HostSnapshot(
    long Version,
    DateTimeOffset Time,
    IReadOnlyList<StreamSnapshot> Streams,
    IReadOnlyList<PlayerSnapshot> Players,
    IReadOnlyList<RecordingSnapshot> Recordings);

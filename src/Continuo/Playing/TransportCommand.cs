namespace Continuo.Playing;

/// <summary>All that the transport is to do, as of one moment: the next block takes it over as a whole. Immutable.</summary>
/// <param name="Number">Rises with every command, so that an end that belongs to an earlier one ends nothing later.</param>
/// <param name="Mode">Whether to play.</param>
/// <param name="Plan">What to play.</param>
internal sealed record TransportCommand(long Number, TransportMode Mode, FeedPlan Plan);

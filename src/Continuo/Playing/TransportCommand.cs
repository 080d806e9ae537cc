namespace Continuo.Playing;

/// <summary>All that the transport is to do, as of one moment: a block takes it over as a whole. A value, so that commands allocate nothing.</summary>
/// <param name="Number">Rises with every command, so that an end that belongs to an earlier one ends nothing later.</param>
/// <param name="Mode">Whether to play.</param>
/// <param name="Plan">What to play.</param>
internal readonly record struct TransportCommand(long Number, TransportMode Mode, FeedPlan Plan);

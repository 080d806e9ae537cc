namespace Continuo.Playing;

/// <summary>What the transport has to do; a block applies it as a whole. A value type, so that commands do not allocate.</summary>
/// <param name="Number">
/// Increases with every command, so that the end of playback under an earlier command does not affect a later one.
/// </param>
/// <param name="Mode">Whether to play.</param>
/// <param name="Plan">What to play.</param>
internal readonly record struct TransportCommand(long Number, TransportMode Mode, ReadPlan Plan);

using Continuo.Streams;

namespace Continuo.Server.Configuration;

/// <summary>A stream of the configuration.</summary>
/// <param name="Address">What is captured.</param>
/// <param name="Options">How.</param>
/// <param name="Replay">How much of the past can be saved; <see langword="null"/>: as much as of every stream.</param>
internal sealed record StreamDeclaration(string Address, StreamOptions Options, TimeSpan? Replay);

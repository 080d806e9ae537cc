namespace Continuo.Server.Configuration;

/// <summary>A recording of the configuration, which begins with the server.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Format"><c>flac</c>, <c>wav</c> or <c>opus</c>.</param>
/// <param name="Duration">When it ends; <see langword="null"/>: with its stream.</param>
internal sealed record RecordingDeclaration(string Stream, string Format, TimeSpan? Duration);

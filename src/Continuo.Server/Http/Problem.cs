namespace Continuo.Server.Http;

/// <summary>The body of an error (RFC 9457), with a machine-readable code and what to do about it.</summary>
/// <param name="Type">Identifies the kind of problem.</param>
/// <param name="Title">The problem in a few words, the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Code">The reason: an <see cref="Continuo.Audio.AudioErrorCode"/> in camel case, or <c>unauthorized forbidden notFound conflict invalid tooLarge tooMany</c>.</param>
/// <param name="Advice">What to do.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code, string? Advice = null);

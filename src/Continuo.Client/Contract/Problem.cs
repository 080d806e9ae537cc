namespace Continuo.Client.Contract;

/// <summary>An error as problem details (RFC 9457).</summary>
/// <param name="Type">Identifies the kind of error.</param>
/// <param name="Title">The kind of error in words.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Detail">What was asked and what happened.</param>
/// <param name="Code">Reason code: that of an audio error, or <c>unauthorized</c>, <c>forbidden</c>, <c>notFound</c>, <c>conflict</c>, <c>invalid</c>, <c>tooLarge</c>, <c>tooMany</c>.</param>
/// <param name="Advice">What to do.</param>
public sealed record Problem(string? Type, string? Title, int? Status, string? Detail, string? Code, string? Advice);

namespace Continuo.Client.Contract.Server;

/// <summary>
/// The body of an error answer: problem details (RFC 9457) with a machine-readable code and a remedy. A client reads members that are
/// missing as <see langword="null"/>.
/// </summary>
/// <param name="Type">Identifies the kind of error.</param>
/// <param name="Title">The kind of error in words.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Detail">What was asked and what happened.</param>
/// <param name="Code">Reason code: that of an audio error, or <c>unauthorized</c>, <c>forbidden</c>, <c>notFound</c>, <c>conflict</c>,
/// <c>invalid</c>, <c>tooLarge</c>, <c>tooMany</c>.</param>
/// <param name="Advice">What to do.</param>
public sealed record ApiProblem(string? Type, string? Title, int Status, string? Detail, string? Code, string? Advice = null);

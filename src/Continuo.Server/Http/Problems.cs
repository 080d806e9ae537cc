using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract.Server;

namespace Continuo.Server.Http;

/// <summary>Makes and writes problem details.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>A problem of a kind with its own code.</summary>
    public static ApiProblem Of(int status, string code, string detail, string? advice = null) =>
        new($"urn:continuo:problem:{code}", TitleOf(status), status, detail, code, advice);

    /// <summary>The problem that an audio error is for a client.</summary>
    public static ApiProblem Of(AudioException error)
    {
        var code = JsonNamingPolicy.CamelCase.ConvertName(error.Code.ToString());
        return Of(StatusOf(error.Code), code, $"{error.Asked}: {error.Happened}.", $"{error.Remedy}.");
    }

    public static ApiProblem NotFound(string detail, string? advice = null) =>
        Of(StatusCodes.Status404NotFound, "notFound", detail, advice);

    public static ApiProblem Conflict(string detail, string? advice = null) =>
        Of(StatusCodes.Status409Conflict, "conflict", detail, advice);

    public static ApiProblem Invalid(string detail, string? advice = null) =>
        Of(StatusCodes.Status400BadRequest, "invalid", detail, advice);

    /// <summary>Answers with a problem. The connection stays usable.</summary>
    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(problem, ProblemJson.Default.ApiProblem, ContentType, context.RequestAborted);
    }

    /// <summary>A problem as the result of an endpoint.</summary>
    public static IResult ToResult(this ApiProblem problem) =>
        Results.Json(problem, ProblemJson.Default.ApiProblem, ContentType, problem.Status);

    public static int StatusOf(AudioErrorCode code) => code switch
    {
        AudioErrorCode.InvalidArgument => StatusCodes.Status400BadRequest,
        AudioErrorCode.NotFound => StatusCodes.Status404NotFound,
        AudioErrorCode.NotAudio or AudioErrorCode.Unsupported => StatusCodes.Status422UnprocessableEntity,
        AudioErrorCode.AccessDenied => StatusCodes.Status403Forbidden,
        AudioErrorCode.DiskFull => StatusCodes.Status507InsufficientStorage,
        AudioErrorCode.ServerUnavailable or AudioErrorCode.LibraryMissing => StatusCodes.Status503ServiceUnavailable,
        AudioErrorCode.ProcessFailed => StatusCodes.Status502BadGateway,
        AudioErrorCode.TimedOut => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad request",
        401 => "Token required",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        406 => "Not acceptable",
        409 => "Conflict",
        413 => "Too large",
        415 => "Unsupported media type",
        422 => "Cannot be done",
        429 => "Too many requests",
        502 or 503 or 504 => "Unavailable",
        507 => "Disk full",
        _ => "Failed",
    };
}

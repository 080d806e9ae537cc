using Continuo.Audio;
using Continuo.Client.Contract.Server;

namespace Continuo.Server.Http;

/// <summary>Turns what endpoints throw, and empty error answers, into problem details.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response.HasStarted || context.Response.StatusCode < 400 || context.Response.ContentType is not null
                || context.Response.ContentLength > 0)
            {
                return;
            }

            if (Of(context, context.Response.StatusCode) is { } problem) await Problems.WriteAsync(context, problem).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested) return; // no one to answer to
            await Problems.WriteAsync(context, Of(context, e)).ConfigureAwait(false);
        }
    }

    private ApiProblem Of(HttpContext context, Exception error)
    {
        switch (error)
        {
            case ProblemException expected:
                return expected.Problem;
            case AudioException audio:
                return Problems.Of(audio);
            case OperationCanceledException:
                return Problems.Conflict("Another request has ended it meanwhile.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(
                    StatusCodes.Status413PayloadTooLarge, "tooLarge", "The request's body is larger than this address accepts.");
            case BadHttpRequestException { InnerException: null } missing
                when missing.Message.StartsWith("Implicit body", StringComparison.Ordinal):
                return Problems.Of(missing.StatusCode, "invalid", "The request has no body, or it is null.");
            case BadHttpRequestException bad:
                return Problems.Of(
                    bad.StatusCode, "invalid", bad.InnerException is System.Text.Json.JsonException json ? json.Message : bad.Message);
            default:
                LogFault(logger, context.Request.Method, context.Request.Path, error);
                return Problems.Of(
                    StatusCodes.Status500InternalServerError, "inputOutput", "The server failed to handle the request; its log says why.");
        }
    }

    private static ApiProblem? Of(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => Problems.NotFound($"There is nothing at {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(status, "invalid", $"{context.Request.Method} is not possible here."),
        StatusCodes.Status415UnsupportedMediaType => Problems.Of(status, "invalid", "The content type is not accepted here."),
        StatusCodes.Status400BadRequest => Problems.Invalid("The request is incomplete or malformed."),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFault(ILogger logger, string method, string path, Exception error);
}

using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Codecs.SoundFiles;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/uploads</c>.</summary>
internal static class UploadsApi
{
    private const long MaxBytes = 512L << 20;

    public static void MapUploads(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/uploads", Upload)
            .WithTags("recordings")
            .WithSummary("Puts a sound file into the recordings directory")
            .WithDescription("The body is the file itself, at most 512 MB; ?name= is its name. It is refused if it is no sound file.")
            .Accepts<Stream>("application/octet-stream");

    private static async Task<Created<UploadedFile>> Upload(
        string name, HttpContext context, RecordingLibrary library, CancellationToken cancellation)
    {
        var file = FileNames.CheckFile(name);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        if (context.Request.ContentLength > MaxBytes)
        {
            throw new ProblemException(Problems.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The file is larger than 512 MB."));
        }

        using var reserved = library.ReserveFile(Path.GetFileNameWithoutExtension(file), Path.GetExtension(file), isChosen: true);
        try
        {
            long bytes;
            var stream = new FileStream(reserved.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                await context.Request.Body.CopyToAsync(stream, cancellation).ConfigureAwait(false);
                bytes = stream.Length;
            }

            using (SoundFileReader.Open(reserved.Path))
            {
                // Refused with the reason if it is not audio.
            }

            var document = await Task.Run(() => RecordingScan.Read(new FileInfo(reserved.Path)), cancellation).ConfigureAwait(false);
            library.Add(reserved.File, document);
            return TypedResults.Created($"/api/recordings/{Uri.EscapeDataString(reserved.Name)}", new UploadedFile(reserved.File, bytes));
        }
        catch (AudioException e)
        {
            throw new ProblemException(Problems.Of(e) with { Detail = $"{file}: {e.Happened}." }); // without the path
        }
        finally
        {
            library.Folder.Discard(reserved.File); // still there only after a failure
        }
    }
}

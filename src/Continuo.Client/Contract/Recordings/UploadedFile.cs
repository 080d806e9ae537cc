namespace Continuo.Client.Contract.Recordings;

/// <summary>An uploaded file.</summary>
/// <param name="File">Its name in the recordings directory; also the name for <c>POST /api/players</c>.</param>
/// <param name="Bytes">Its size.</param>
public sealed record UploadedFile(string File, long Bytes);

namespace Continuo.Server.Files;

/// <summary>A file of the page, in memory.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">Strong validator: a hash of the content, in quotes.</param>
internal sealed record PageFile(ReadOnlyMemory<byte> Content, string ContentType, string ETag);

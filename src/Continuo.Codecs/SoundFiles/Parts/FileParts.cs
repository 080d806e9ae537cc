using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// Finds the sound files within a file by their content, and corrects their headers. Headers are wrong if a writer was killed, could not
/// seek, or did not rewrite them; libsndfile trusts them.
/// </summary>
internal static class FileParts
{
    /// <summary>The parts, at least one.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static IReadOnlyList<FilePart> Of(SafeFileHandle descriptor, string path)
    {
        var bytes = new ByteWindow(descriptor);
        var at = bytes.Id3Length(0);
        if (at >= bytes.Length) at = 0;
        var magic = bytes.Peek(at, 12);
        IReadOnlyList<FilePart> parts = magic switch
        {
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] or [(byte)'R', (byte)'F', (byte)'6', (byte)'4', ..] or [(byte)'B', (byte)'W',
                (byte)'6', (byte)'4', ..] => WavParts.Of(bytes, descriptor, at),
            [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => OggParts.Of(bytes, descriptor),
            [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => FlacPart.Of(bytes, descriptor, at),
            [(byte)'.', (byte)'s', (byte)'n', (byte)'d', ..] => [HeaderRepair.Au(bytes, descriptor, at)],
            [(byte)'c', (byte)'a', (byte)'f', (byte)'f', ..] => [HeaderRepair.Caf(bytes, descriptor, at)],
            [(byte)'F', (byte)'O', (byte)'R', (byte)'M', ..] => [HeaderRepair.Aiff(bytes, at)],
            _ when Mp3Frame.At(bytes, at) is not null || path.EndsWith(".mp3", StringComparison.OrdinalIgnoreCase) =>
                Mp3Parts.Of(bytes, descriptor),
            _ => [],
        };
        return parts.Count > 0 ? parts : [new FilePart()];
    }
}

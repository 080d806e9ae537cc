using Continuo.Codecs.SoundFiles.Parts;

namespace Continuo.Codecs.Tests.SoundFiles.Parts;

public sealed class FileReadAheadTests
{
    private const int Piece = FileReadAhead.PieceBytes;

    [Fact]
    public void Never_more_than_a_piece_and_a_half_is_ahead_and_never_less_than_half_of_one()
    {
        Assert.SkipUnless(FileReadAhead.IsAvailable, "Linux only");
        using var folder = new TemporaryFolder();
        using var file = File.OpenHandle(folder["long"], FileMode.Create, FileAccess.ReadWrite, preallocationSize: 0);
        RandomAccess.SetLength(file, 100L * Piece);
        var ahead = new FileReadAhead(file);
        long[] places = [.. From(0), .. From(50L * Piece + 17), .. From(20L * Piece), .. From(0)];
        foreach (var place in places)
        {
            ahead.Note(place);
            Assert.InRange(ahead.Until - place, Piece / 2, Piece + Piece / 2);
        }

        static IEnumerable<long> From(long begin) => Enumerable.Range(0, 400).Select(i => begin + 3840L * i);
    }
}

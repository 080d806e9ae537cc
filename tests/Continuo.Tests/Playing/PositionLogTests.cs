using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class PositionLogTests
{
    private readonly PositionLog _log = new();

    [Fact]
    public void Nothing_is_known_before_the_first_mark() => Assert.Equal(0, _log.SongAt(1000));

    [Fact]
    public void A_piece_that_moves_continues_from_its_mark()
    {
        _log.Add(100, 5000, moves: true);
        Assert.Equal((5000L, 5001L, 5900L), (_log.SongAt(100), _log.SongAt(101), _log.SongAt(1000)));
    }

    [Fact]
    public void A_piece_that_stands_stays_at_its_mark()
    {
        _log.Add(100, 5000, moves: false);
        Assert.Equal((5000L, 5000L), (_log.SongAt(100), _log.SongAt(1000)));
    }

    [Fact]
    public void What_was_output_before_the_first_mark_is_at_that_mark()
    {
        _log.Add(100, 5000, moves: true);
        Assert.Equal(5000, _log.SongAt(99));
    }

    [Fact]
    public void The_latest_mark_not_after_the_frame_holds()
    {
        _log.Add(100, 0, moves: true);
        _log.Add(200, 7000, moves: false);
        _log.Add(300, 9000, moves: true);
        Assert.Equal([99L, 7000, 7000, 9000, 9001], new[] { 199L, 200, 299, 300, 301 }.Select(_log.SongAt));
    }

    [Fact]
    public void The_last_256_marks_are_kept()
    {
        for (var i = 0; i < 300; i++) _log.Add(i * 10, i * 1000, moves: true);
        Assert.Equal(299_005, _log.SongAt(2995));
        Assert.Equal(44_000, _log.SongAt(440)); // the oldest that is kept
        Assert.Equal(44_000, _log.SongAt(10)); // forgotten
    }
}

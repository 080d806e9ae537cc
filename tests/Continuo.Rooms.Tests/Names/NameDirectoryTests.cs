using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rooms.Names;

namespace Continuo.Rooms.Tests.Names;

/// <summary>A directory that is slow, fails, hangs or is flooded.</summary>
public sealed class NameDirectoryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly ScriptedSource _source = new();
    private readonly ConcurrentQueue<string> _assigned = new();
    private readonly NameDirectory _names;

    public NameDirectoryTests() => _names = new NameDirectory(_source, Options());

    [Fact]
    public void A_slow_name_is_User_ID_after_100_ms_and_right_when_it_arrives()
    {
        Assert.Null(_names.Find("7", _assigned.Enqueue));
        Advance(99);
        Assert.Empty(_assigned);
        Advance(1);
        Assert.Equal(["User-7"], _assigned);
        Advance(10_000);
        _source.Answer("7", "Anna");
        Await(() => _assigned.Count == 2);
        Assert.Equal(["User-7", "Anna"], _assigned);
        Assert.Equal("Anna", _names.Find("7", _assigned.Enqueue));
        Assert.Equal((1, 1L), (_source.Calls, _names.Statistics.Hits));
    }

    [Fact]
    public void A_name_that_arrives_soon_is_the_first_that_is_shown()
    {
        _source.Answer("7", "Anna");
        _names.Find("7", _assigned.Enqueue);
        Await(() => !_assigned.IsEmpty);
        Advance(1000);
        Assert.Equal(["Anna"], _assigned);
    }

    [Fact]
    public void A_failure_is_kept_and_looked_up_again_after_30_seconds()
    {
        _source.Instead = _ => throw new InvalidOperationException("the database is down");
        _names.Find("7", _assigned.Enqueue);
        Await(() => !_assigned.IsEmpty);
        Assert.Equal(["User-7"], _assigned);
        for (var i = 0; i < 100; i++) Assert.Equal("User-7", _names.Find("7", _assigned.Enqueue));
        Assert.Equal((1, "the database is down"), (_source.Calls, _names.Statistics.LastFailure));
        Advance(30_000);
        _source.Instead = null;
        _source.Answer("7", "Anna");
        Assert.Null(_names.Find("7", _assigned.Enqueue));
        Await(() => _assigned.Contains("Anna"));
    }

    [Fact]
    public void An_old_name_is_shown_while_it_is_looked_up_again()
    {
        _source.Answer("7", "Anna");
        _names.Find("7", _assigned.Enqueue);
        Await(() => _assigned.Contains("Anna"));
        Advance(600_000);
        _source.Instead = _ => Task.FromResult<string?>("Anna Bell");
        Assert.Equal("Anna", _names.Find("7", _assigned.Enqueue));
        Await(() => _assigned.Contains("Anna Bell"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("line\nbreak")]
    public void A_name_that_cannot_be_shown_is_a_failure(string? name)
    {
        _source.Answer("7", name);
        _source.Answer("8", new string('x', 100_000));
        _names.Find("7", _assigned.Enqueue);
        _names.Find("8", _assigned.Enqueue);
        Await(() => _assigned.Count == 2);
        Assert.Equal(["User-7", "User-8"], _assigned.Order());
        Assert.Equal(2, _names.Statistics.Failures);
    }

    [Fact]
    public void A_flood_is_bounded_and_everyone_has_a_name()
    {
        using var hang = new ManualResetEventSlim();
        _source.Instead = _ =>
        {
            hang.Wait(Patience); // a source that blocks its thread
            return Task.FromResult<string?>(null);
        };
        for (var i = 0; i < 100_000; i++)
        {
            var name = _names.Find($"{i}", _assigned.Enqueue);
            Assert.True(name is null || name == $"User-{i}");
        }

        Advance(100);
        var statistics = _names.Statistics;
        Assert.InRange(statistics.Running, 0, 4);
        Assert.InRange(statistics.Waiting, 0, 1000);
        Assert.InRange(statistics.Names, 1, 10_000);
        Assert.InRange(statistics.Refused, 98_000, 100_000);
        Assert.InRange(_assigned.Count, 900, 1004);
        Assert.InRange(_source.Calls, 0, 4);
        hang.Set();
    }

    [Fact]
    public void Who_asks_for_one_name_again_and_again_is_bounded_too()
    {
        for (var i = 0; i < 10_000; i++) _names.Find("7", _assigned.Enqueue);
        Advance(100);
        Assert.Equal((256, 10_000L - 256), (_assigned.Count, _names.Statistics.Refused));
    }

    [Fact]
    public void A_look_up_that_never_returns_is_given_up_and_keeps_its_place()
    {
        for (var i = 0; i < 5; i++) _names.Find($"{i}", _assigned.Enqueue);
        Await(() => _source.Calls == 4);
        Advance(30_000);
        Assert.Equal((4, 4L, 4), (_names.Statistics.Running, _names.Statistics.Failures, _source.Calls));
        for (var i = 0; i < 4; i++) _source.Answer($"{i}", $"Late {i}");
        Await(() => _source.Calls == 5);
        Await(() => _names.Find("0", _assigned.Enqueue) == "Late 0"); // late, but known from now on
    }

    [Fact]
    public void Impossible_options_and_ids_are_refused()
    {
        Assert.Throws<AudioException>(() => new NameDirectory(_source, new NameDirectoryOptions { MaxLookups = 0 }));
        Assert.Throws<AudioException>(() => _names.Find("", _assigned.Enqueue));
        Assert.Throws<AudioException>(() => _names.Find(new string('x', 129), _assigned.Enqueue));
    }

    public void Dispose() => _names.Dispose();

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    private NameDirectoryOptions Options() => new() { Clock = _clock };

    private void Advance(int milliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _names.Advance();
    }
}

using System.Runtime.CompilerServices;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class SeqLockTests
{
    [Fact]
    public void What_was_published_last_is_read()
    {
        var value = new SeqLock<int>();
        Assert.Equal(0, value.Get());
        for (var i = 1; i < 4; i++)
        {
            value.Set(i);
            Assert.True(value.TryGet(out var seen));
            Assert.Equal((i, i), (seen, value.Get()));
        }
    }

    [Fact]
    public void A_value_is_read_as_a_whole_or_not_at_all()
    {
        var value = new SeqLock<Words>();
        var stop = false;
        var writer = new Thread(() =>
        {
            for (var n = 1L; !Volatile.Read(ref stop); n++)
            {
                var words = default(Words);
                ((Span<long>)words).Fill(n);
                value.Set(words);
            }
        });
        writer.Start();
        var (whole, torn, last) = (0, 0, 0L);
        while (whole < 50_000)
        {
            if (!value.TryGet(out var words)) continue;
            whole++;
            if (((Span<long>)words).ContainsAnyExcept(words[0]) || words[0] < last) torn++;
            last = words[0];
        }

        Volatile.Write(ref stop, true);
        writer.Join();
        Assert.Equal(0, torn);
    }

    [InlineArray(256)]
    private struct Words
    {
        private long _first;
    }
}

using Continuo.Mixing;
using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Tests.Mixing;

public class BoxAverageTests
{
    [Fact]
    public void It_is_the_sum_of_the_last_n() =>
        Prop.ForAll<PositiveInt, int, int[]>((length, first, numbers) =>
        {
            var box = new BoxAverage(length.Get, first);
            var all = Enumerable.Repeat((long)first, length.Get).ToList();
            foreach (var number in numbers)
            {
                all.Add(number);
                if (box.Next(number) != all[^length.Get..].Sum()) return false;
            }

            box.Reset(7);
            return box.Next(5) == 7L * length.Get - 2;
        }).Holds();
}

using Continuo.Mixing;
using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Tests.Mixing;

public class SlidingMinimumTests
{
    [Fact]
    public void It_is_the_least_of_the_last_n() =>
        Prop.ForAll<PositiveInt, int[]>((window, numbers) =>
        {
            var minimum = new SlidingMinimum(window.Get);
            for (var i = 0; i < numbers.Length; i++)
            {
                if (minimum.Next(numbers[i]) != numbers[Math.Max(0, i - window.Get + 1)..(i + 1)].Min()) return false;
            }

            return true;
        }).Holds();
}

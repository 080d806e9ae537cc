using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class RenderTimeTests
{
    [Fact]
    public void What_comes_later_in_a_block_is_heard_later_and_rendered_at_the_same_time() =>
        Assert.Equal(new RenderTime(Now: 5, Heard: 17), new RenderTime(Now: 5, Heard: 10).After(7));
}

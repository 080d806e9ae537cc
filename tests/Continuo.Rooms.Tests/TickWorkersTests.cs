using Continuo.Rooms.Scheduling;

namespace Continuo.Rooms.Tests;

/// <summary>Pieces of a tick on several threads: each is done once, and the stage ends when all are.</summary>
public class TickWorkersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_piece_of_every_stage_is_done_exactly_once(int helpers)
    {
        using var workers = new TickWorkers(helpers);
        var stages = new[] { new Stage(), new Stage(), new Stage() };
        var random = new Random(3);
        for (var round = 1; round <= 20_000; round++)
        {
            var stage = stages[round % 3];
            var count = random.Next(0, 12);
            stage.Begin(count);
            workers.Run(stage, count);
            Assert.Equal(count, stage.End());
        }
    }

    private sealed class Stage : ITickStage
    {
        private readonly int[] _done = new int[16];
        private int _count;

        public void Begin(int count)
        {
            _count = count;
            Array.Clear(_done);
        }

        public int End()
        {
            Assert.All(_done.Take(_count), done => Assert.Equal(1, done));
            return _done.Sum();
        }

        public void Run(int item) => Interlocked.Increment(ref _done[item]);
    }
}

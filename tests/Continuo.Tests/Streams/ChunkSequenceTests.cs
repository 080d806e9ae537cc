using System.Runtime.CompilerServices;
using Continuo.Rings;
using Continuo.Streams;
using Continuo.Tests.Rings;

namespace Continuo.Tests.Streams;

public class ChunkSequenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pending_audio_is_handed_over_at_once_and_what_comes_later_when_it_comes()
    {
        using var ring = RingFixture.Ring(8);
        var sequence = new ChunkSequence(() => new ChunkReader(ring, null), Test);
        await using var chunks = sequence.GetAsyncEnumerator(Test);
        ring.Write(2);
        for (var i = 0; i < 2; i++)
        {
            var pending = chunks.MoveNextAsync();
            Assert.True(pending.IsCompletedSuccessfully);
            Assert.True(await pending);
            Assert.Equal(i, chunks.Current.Samples[0]);
        }

        for (var i = 2; i < 5; i++)
        {
            var coming = chunks.MoveNextAsync().AsTask();
            Assert.False(coming.IsCompleted);
            ring.Write(1);
            Assert.True(await coming.WaitAsync(Patience, Test));
            Assert.Equal(i, chunks.Current.Samples[0]);
        }

        var last = chunks.MoveNextAsync().AsTask();
        ring.Complete();
        Assert.False(await last.WaitAsync(Patience, Test));
        Assert.False(await chunks.MoveNextAsync());
    }

    [Fact]
    public async Task The_end_of_an_enumeration_closes_its_reader_and_later_moves_find_nothing()
    {
        using var ring = RingFixture.Ring(8);
        var sequence = new ChunkSequence(() => new ChunkReader(ring, null), Test);
        var chunks = sequence.GetAsyncEnumerator(Test);
        Assert.Single(ring.Readers);
        ring.Write(1);
        await chunks.DisposeAsync();
        await chunks.DisposeAsync();
        Assert.True(SpinWait.SpinUntil(() => !ring.Readers.Any(), Patience), "the reader stays open");
        Assert.False(await chunks.MoveNextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancellation_ends_the_wait_for_audio(bool byTheStream)
    {
        using var ring = RingFixture.Ring(8);
        using var cancel = new CancellationTokenSource();
        var sequence = new ChunkSequence(() => new ChunkReader(ring, null), byTheStream ? cancel.Token : default);
        await using var chunks = sequence.GetAsyncEnumerator(byTheStream ? default : cancel.Token);
        var waiting = chunks.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, Test));
        ring.Write(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await chunks.MoveNextAsync());
    }

    [Fact]
    public async Task A_sequence_can_be_enumerated_once()
    {
        using var ring = RingFixture.Ring(8);
        var sequence = new ChunkSequence(() => new ChunkReader(ring, null), Test);
        await using var chunks = sequence.GetAsyncEnumerator(Test);
        Assert.Throws<InvalidOperationException>(() => sequence.GetAsyncEnumerator(Test));
    }

    [Fact]
    public void A_token_that_lives_long_keeps_no_enumeration_that_has_ended()
    {
        using var ring = RingFixture.Ring(8);
        using var cancel = new CancellationTokenSource();
        var ended = Enumerate(ring, cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => Collected(ended), Patience), "the token still holds it");

        static bool Collected(WeakReference ended)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !ended.IsAlive;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Enumerate(AudioRing ring, CancellationToken cancellation)
    {
        var sequence = new ChunkSequence(() => new ChunkReader(ring, null), cancellation);
        var ended = sequence.GetAsyncEnumerator(CancellationToken.None).DisposeAsync();
        Assert.True(ended.IsCompletedSuccessfully);
        return new WeakReference(sequence);
    }
}

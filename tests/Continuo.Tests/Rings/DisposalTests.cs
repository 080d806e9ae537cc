using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Threading;

namespace Continuo.Tests.Rings;

/// <summary>What calls do after the end, and what becomes of what was forgotten.</summary>
public class DisposalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_disposed_ring_refuses_to_be_written_and_opened_and_keeps_what_it_knew()
    {
        var ring = RingFixture.Ring(4);
        ring.Write(3);
        ring.Dispose();
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.Write(new float[8], default));
        Assert.Throws<ObjectDisposedException>(() => ring.OpenReader());
        Assert.Throws<ObjectDisposedException>(() => ring.WaitForAcknowledged(1, TimeSpan.MaxValue));
        ring.Complete();
        Assert.False(ring.ProbeWriter());
        Assert.Equal((3, 0, true), (ring.Written, ring.Acknowledged, ring.IsCompleted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_closed_reader_refuses_to_read_and_keeps_its_statistics(bool remote)
    {
        var ring = remote ? AudioRing.CreateShared(RingFixture.Format, RingFixture.Frames, 4) : RingFixture.Ring(4);
        var readable = remote ? AudioRing.OpenShared(ring.SharedPath!) : ring;
        var reader = readable.OpenReader();
        ring.Write(3);
        reader.Next();
        ring.Dispose();
        readable.Dispose();
        reader.Dispose();
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Available);
        Assert.Throws<ObjectDisposedException>(() => reader.Wait(TimeSpan.MaxValue));
        Assert.Throws<ObjectDisposedException>(reader.Acknowledge);
        Assert.Throws<ObjectDisposedException>(() => reader.Shed(1));
        Assert.Throws<ObjectDisposedException>(() => reader.Next());
        reader.CancelWait();
        Assert.Equal(0, reader.Lag);
        Assert.True(reader.IsOver || remote);
        reader.Statistics.AssertConserved();
        Assert.Equal(1, reader.Statistics.Read);
    }

    [Theory]
    [InlineData(nameof(WakeMode.Event))]
    [InlineData(nameof(WakeMode.Poll))]
    [InlineData(nameof(WakeMode.Batch))]
    public void A_wait_without_limit_ends_when_its_reader_is_closed(string mode)
    {
        using var ring = RingFixture.Ring(4);
        var reader = ring.OpenReader(new RingReaderOptions { WakeMode = Enum.Parse<WakeMode>(mode) });
        var waiting = Task.Factory.StartNew(() => reader.Wait(TimeSpan.MaxValue), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => waiting.Status == TaskStatus.Running, Patience));
        reader.Dispose();
        try
        {
            Assert.True(waiting.Wait(Patience), "the wait does not end");
            Assert.False(waiting.Result);
        }
        catch (AggregateException e)
        {
            Assert.IsType<ObjectDisposedException>(e.InnerException); // closed before the wait had begun
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wait_that_polls_is_woken_when_its_reader_is_closed_or_the_wait_is_cancelled(bool cancelled)
    {
        var clock = new StandingClock();
        using var ring = RingFixture.Ring(4);
        using var reader = ring.OpenReader(new RingReaderOptions { WakeMode = WakeMode.Poll, Clock = clock });
        var waiting = Task.Factory.StartNew(() => reader.Wait(TimeSpan.MaxValue), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.True(clock.IsWaitedFor.Wait(Patience, TestContext.Current.CancellationToken));
        if (cancelled) reader.CancelWait();
        else reader.Dispose();
        Assert.True(waiting.Wait(Patience), "the wait does not end");
        Assert.False(waiting.Result);
    }

    [Theory]
    [InlineData(nameof(WakeMode.Event))]
    [InlineData(nameof(WakeMode.Poll))]
    [InlineData(nameof(WakeMode.Batch))]
    public void The_longest_time_out_waits_until_there_is_something(string mode)
    {
        using var ring = RingFixture.Ring(4);
        using var reader = ring.OpenReader(new RingReaderOptions { WakeMode = Enum.Parse<WakeMode>(mode) });
        var waiting = Task.Factory.StartNew(() => reader.Wait(TimeSpan.MaxValue), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => mode == nameof(WakeMode.Poll) ? reader.WakeUps > 0 : ring.Memory.Sleepers > 0, Patience));
        Assert.False(waiting.IsCompleted);
        ring.Write(1);
        Assert.True(waiting.Wait(Patience));
        Assert.True(waiting.Result);
    }

    [Fact]
    public void An_opened_ring_is_completed_when_its_writer_has_ended_it()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, RingFixture.Frames, 4);
        using var opened = AudioRing.OpenShared(ring.SharedPath!);
        Assert.False(opened.IsCompleted);
        ring.Complete();
        Assert.True(opened.IsCompleted);
        Assert.False(opened.IsAbandoned);
    }

    [Fact]
    public void A_second_writer_is_refused_while_the_first_writes()
    {
        using var ring = RingFixture.Ring(4);
        Exception? refused = null;
        var (chunk, stop) = (new float[8], false);
        var writers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                try
                {
                    ring.Write(chunk, default);
                }
                catch (InvalidOperationException e)
                {
                    refused = e;
                    Volatile.Write(ref stop, true);
                }
            }
        })).ToArray();
        foreach (var writer in writers) writer.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref stop), Patience), "two threads never met");
        foreach (var writer in writers) writer.Join();
        Assert.Contains("one writer", refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_reader_neither_holds_the_writer_back_nor_keeps_the_memory()
    {
        using var ring = RingFixture.Ring(4);
        Forget(ring);
        ring.Write(4);
        Assert.Equal(4, ring.FurthestLag);
        Collect();
        Assert.Empty(ring.Readers);
        Assert.Equal(0, ring.FurthestLag);
        ring.Dispose();
        Assert.True(ring.Memory.IsClosed, "something still holds the memory");
    }

    [Fact]
    public void A_forgotten_ring_frees_its_memory_though_its_reader_was_forgotten_too()
    {
        var memory = ForgetBoth();
        Collect();
        Assert.True(!memory.TryGetTarget(out var left) || left.IsClosed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(AudioRing ring) => ring.OpenReader();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<RingMemory> ForgetBoth()
    {
        var ring = new AudioRing(AudioFormat.Default);
        ring.OpenReader();
        return new WeakReference<RingMemory>(ring.Memory, trackResurrection: true);
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>A clock whose time never comes: only a signal ends a wait.</summary>
    private sealed class StandingClock : MonotonicClock
    {
        public ManualResetEventSlim IsWaitedFor { get; } = new();

        public override long Now => 0;

        internal override bool WaitUntil(long deadline, WakeSignal wake)
        {
            IsWaitedFor.Set();
            while (!wake.Wait(long.MaxValue))
            {
            }

            return false;
        }
    }
}

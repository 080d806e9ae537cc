using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;

namespace Continuo.Tests.Live;

/// <summary>In most tests time stands still, so the mixing thread helps with all that no worker has begun with.</summary>
public class ParallelDecodePoolTests
{
    private const int Block = 480;
    private static readonly AudioFormat Mono = new(48_000, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Mixer _mixer = new(Mono,
        new MixerOptions { Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None });
    private readonly float[] _mix = new float[Block];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Without_workers_each_block_is_read_once_in_order_and_heard_in_its_tick(int ahead)
    {
        using var workers = Workers(0, ahead);
        var source = new CountingSource();
        var input = workers.Add(source, Track("a"));
        for (var tick = 0; tick < 20; tick++)
        {
            Tick(workers);
            Assert.Equal(Math.Max(0, tick - ahead + 1), (int)_mix[0]);
        }

        Assert.Equal(0, input.Track.Statistics.LateBlocks);
        var counts = input.Statistics;
        Assert.Equal(counts.Written, counts.Read + counts.Dropped + counts.Pending);
        Assert.Equal(0, counts.Dropped);
    }

    [Fact]
    public void A_worker_that_is_held_up_makes_its_source_late_and_nothing_else()
    {
        using var workers = Workers(1);
        var (held, other) = (new CountingSource { HoldAt = 3 }, new CountingSource());
        var (heldInput, otherInput) = (workers.Add(held, Track("held")), workers.Add(other, Track("other")));
        workers.Start();
        // The worker is in the third read of the one before the other is claimed for that round, or after: either way the mix goes on.
        var rounds = 0;
        while (!held.Entered.IsSet)
        {
            var before = heldInput.Statistics.Written;
            Tick(workers);
            rounds++;
            Wait(() => held.Entered.IsSet || heldInput.Statistics.Written > before);
        }

        var lateBefore = otherInput.Track.Statistics.LateBlocks;
        for (var tick = 0; tick < 10; tick++) Tick(workers);
        Assert.Equal(lateBefore, otherInput.Track.Statistics.LateBlocks);
        Assert.InRange(heldInput.Track.Statistics.LateBlocks, 9, 11);
        Assert.Equal(2, held.Reads);

        // When it goes on it reads up to the present; what is too late is counted and not heard.
        held.Release.Set();
        Wait(() => heldInput.Statistics.Written == rounds + 10);
        var late = heldInput.Track.Statistics.LateBlocks;
        Tick(workers);
        Assert.Equal(late, heldInput.Track.Statistics.LateBlocks);
        Assert.InRange(heldInput.Statistics.Dropped, 8, 11);
        Assert.Equal(0, held.Collisions);
    }

    [Fact]
    public void Many_threads_read_each_source_once_a_round_and_never_two_at_a_time()
    {
        const int Ticks = 3000;
        using var workers = Workers(4);
        var sources = Enumerable.Range(0, 37).Select(_ => new CountingSource()).ToArray();
        var inputs = sources.Select((source, i) => workers.Add(source, Track($"{i}"))).ToArray();
        workers.Start();
        for (var tick = 0; tick < Ticks; tick++) Tick(workers);
        Wait(() => inputs.All(i => i.Statistics.Written == Ticks));
        Assert.All(sources, s => Assert.Equal(0, s.Collisions));
        Assert.All(inputs, i => Assert.Equal(i.Statistics.Written, i.Statistics.Read + i.Statistics.Dropped + i.Statistics.Pending));
        Assert.All(sources, s => Assert.Equal(Ticks, s.Reads));
    }

    [Fact]
    public void After_the_end_nothing_is_read_and_every_call_is_harmless_or_refused()
    {
        var workers = Workers(2);
        var source = new CountingSource();
        var input = workers.Add(source, Track("one"));
        workers.Start();
        Assert.Throws<InvalidOperationException>(workers.Start);
        Tick(workers);
        workers.Dispose();
        workers.Dispose();
        var reads = source.Reads;
        Tick(workers);
        input.Dispose();
        Assert.Empty(workers.Inputs);
        Assert.Equal(reads, source.Reads);
        Assert.Throws<ObjectDisposedException>(workers.Start);
        Assert.Throws<ObjectDisposedException>(() => workers.Add(source, Track("two")));
        Assert.True(input.Statistics.Pending >= 0);
    }

    [Fact]
    public void An_input_that_was_disposed_of_is_not_read_any_more()
    {
        using var workers = Workers(2);
        var (gone, stays) = (new CountingSource(), new CountingSource());
        var input = workers.Add(gone, Track("gone"));
        workers.Add(stays, Track("stays"));
        workers.Start();
        for (var tick = 0; tick < 5; tick++) Tick(workers);
        input.Dispose();
        input.Dispose();
        var reads = gone.Reads;
        for (var tick = 0; tick < 50; tick++) Tick(workers);
        Wait(() => stays.Reads == 55);
        Assert.Equal(reads, gone.Reads);
        Assert.Single(workers.Inputs);
    }

    [Fact]
    public void Inputs_come_and_go_while_the_mix_runs()
    {
        using var workers = Workers(2);
        workers.Start();
        using var stop = new CancellationTokenSource();
        var mix = new Thread(() =>
        {
            while (!stop.IsCancellationRequested) Tick(workers);
        });
        mix.Start();
        for (var i = 0; i < 200; i++)
        {
            var source = new CountingSource();
            var track = Track($"{i}");
            using (workers.Add(source, track)) Wait(() => source.Reads > 3);
            _mixer.Remove(track);
            var reads = source.Reads;
            Thread.Yield();
            Assert.Equal(reads, source.Reads);
            Assert.Equal(0, source.Collisions);
        }

        stop.Cancel();
        mix.Join();
        Assert.Empty(workers.Inputs);
    }

    [Fact]
    public void A_source_that_throws_is_read_no_more_and_the_others_continue()
    {
        using var workers = Workers(1);
        var (broken, good) = (new CountingSource { Throws = true }, new CountingSource());
        var input = workers.Add(broken, Track("broken"));
        workers.Add(good, Track("good"));
        workers.Start();
        Tick(workers);
        Wait(() => input.Failure is not null);
        for (var tick = 0; tick < 10; tick++) Tick(workers);
        Wait(() => good.Reads == 11);
        Assert.Equal(0, broken.Reads);
        Assert.IsType<InvalidOperationException>(input.Failure);
    }

    [Fact]
    public void Delivering_allocates_nothing()
    {
        using var workers = Workers(0);
        for (var i = 0; i < 10; i++) workers.Add(new CountingSource(), Track($"{i}"));
        Tick(workers);
        Assert.Equal(0, LeastAllocated.Bytes(() => Tick(workers)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var workers = new ParallelDecodePool(AudioFormat.Default);
        var track = new Mixer(AudioFormat.Default).AddTrack("stereo");
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => workers.Add(new CountingSource(), track)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new ParallelDecodePool(AudioFormat.Default, new PullOptions { AheadBlocks = 0 })).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new ParallelDecodePool(AudioFormat.Default, new PullOptions { Workers = 65 })).Code);
    }

    private static ParallelDecodePool Workers(int count, int ahead = 1) =>
        new(Mono, new PullOptions { BlockFrames = Block, Workers = count, AheadBlocks = ahead, Clock = new VirtualClock() });

    // For what an event in another thread brings about; the time only ends a test that has failed.
    private static void Wait(Func<bool> until) => Assert.True(SpinWait.SpinUntil(until, Patience));

    private MixTrack Track(string name) => _mixer.AddTrack(name, fadeIn: false);

    private void Tick(ParallelDecodePool workers)
    {
        workers.Deliver();
        _mixer.Render(_mix);
    }
}

using Continuo.Audio;
using Continuo.Devices.Pulse.Applications;

namespace Continuo.Devices.Tests.Pulse.Applications;

public sealed class InputMixerTests
{
    private const int Chunk = 480;
    private const long Millisecond = 1_000_000;
    private static readonly AudioFormat Mono = new(48_000, 1);
    private readonly InputMixer _mixer = new(Mono, 3 * 48_000);
    private readonly float[] _read = new float[48_000];

    [Fact]
    public void A_single_input_is_given_out_at_once_with_its_times()
    {
        var input = _mixer.Add();
        for (var i = 0; i < 10; i++)
        {
            Deliver(input, 1, i * 10 * Millisecond);
            Assert.Equal(Chunk, Read(0, out var time));
            Assert.Equal(i * 10 * Millisecond, time);
            Assert.All(_read.Take(Chunk), s => Assert.Equal(1, s));
        }
    }

    [Fact]
    public void Inputs_are_summed_at_their_places()
    {
        var first = _mixer.Add();
        var second = _mixer.Add();
        Deliver(first, 1, 0);
        Deliver(first, 1, 10 * Millisecond);
        Deliver(second, 2, 5 * Millisecond);
        // The second has delivered up to 15 ms: that much is complete.
        Assert.Equal(720, Read(0, out _));
        Assert.Equal(1, _read[239]);
        Assert.Equal(3, _read[240]);
        Assert.Equal(3, _read[719]);
    }

    [Fact]
    public void An_announced_input_holds_the_others_back_until_its_first_audio_is_placed()
    {
        var first = _mixer.Add();
        Deliver(first, 1, 0);
        Assert.Equal(Chunk, Read(0, out _));
        var second = _mixer.Add();
        for (var i = 1; i <= 3; i++) Deliver(first, 1, i * 10 * Millisecond);
        Assert.Equal(0, Read(0, out _));
        Deliver(second, 2, 12 * Millisecond);
        Assert.Equal(576, Read(0, out _));
        Assert.Equal(1, _read[95]);
        Assert.Equal(3, _read[96]);
        Assert.Equal(0, _mixer.LateFrames);
    }

    [Fact]
    public void A_laggard_is_waited_for_200_ms_then_left_behind_and_counted()
    {
        var first = _mixer.Add();
        var laggard = _mixer.Add();
        Deliver(first, 1, 0);
        Deliver(laggard, 1, 0);
        Assert.Equal(Chunk, Read(0, out _));
        var given = 0;
        var at = 0;
        for (var i = 1; i <= 40 && given == 0; i++)
        {
            Deliver(first, 1, i * 10 * Millisecond);
            at = i * 10;
            given = Read(at * Millisecond, out _);
        }

        Assert.InRange(at, 200, 220);
        Assert.Equal(at / 10 * Chunk, given);
        Assert.Equal(1, _mixer.LeftBehind);
        Deliver(laggard, 5, 10 * Millisecond);
        Assert.Equal(Chunk, _mixer.LateFrames);
    }

    [Fact]
    public void A_stop_of_our_own_leaves_no_one_behind()
    {
        var first = _mixer.Add();
        var second = _mixer.Add();
        Deliver(first, 1, 0);
        Deliver(second, 1, 0);
        Read(0, out _);
        // After 700 ms the whole backlog of one input is there before any of the other's.
        for (var i = 1; i <= 70; i++) Deliver(first, 1, i * 10 * Millisecond);
        Assert.Equal(0, Read(1 * Millisecond, out _));
        Assert.Equal(0, Read(701 * Millisecond, out _));
        for (var i = 1; i <= 70; i++) Deliver(second, 1, i * 10 * Millisecond);
        Assert.Equal(70 * Chunk, Read(702 * Millisecond, out _));
        Assert.All(_read.Take(70 * Chunk), s => Assert.Equal(2, s));
        Assert.Equal(0, _mixer.LateFrames + _mixer.LeftBehind);
    }

    [Fact]
    public void A_paused_input_is_not_waited_for_and_continues_at_its_true_place()
    {
        var first = _mixer.Add();
        var second = _mixer.Add();
        Deliver(first, 1, 0);
        Deliver(second, 2, 0);
        Read(0, out _);
        _mixer.Expect(second, false);
        for (var i = 1; i <= 50; i++)
        {
            Deliver(first, 1, i * 10 * Millisecond);
            Assert.Equal(Chunk, Read(0, out _));
        }

        _mixer.Expect(second, true);
        Deliver(first, 1, 510 * Millisecond);
        Deliver(second, 2, 515 * Millisecond);
        Deliver(first, 1, 520 * Millisecond);
        Assert.Equal(720, Read(0, out _));
        Assert.Equal(1, _read[239]);
        Assert.Equal(3, _read[240]);
    }

    [Fact]
    public void After_a_silence_the_timeline_continues_at_the_time_of_what_comes()
    {
        var first = _mixer.Add();
        Deliver(first, 1, 0);
        Read(0, out _);
        _mixer.Remove(first);
        var second = _mixer.Add();
        Deliver(second, 1, 60_000 * Millisecond);
        Assert.Equal(Chunk, Read(0, out var time));
        Assert.Equal(60_000 * Millisecond, time);
    }

    [Fact]
    public void A_hole_in_the_only_input_is_a_gap_and_beside_another_silence()
    {
        var first = _mixer.Add();
        Deliver(first, 1, 0);
        Read(0, out _);
        _mixer.Skip(first, 100);
        Deliver(first, 1, (10 * Millisecond) + Mono.ToNanoseconds(100));
        Assert.Equal(Chunk, _mixer.Read(_read, 0, out var time, out var gap));
        Assert.Equal(100, gap);
        Assert.Equal((10 * Millisecond) + Mono.ToNanoseconds(100), time);

        var second = _mixer.Add();
        Deliver(second, 2, (20 * Millisecond) + Mono.ToNanoseconds(100));
        _mixer.Skip(first, 100);
        Deliver(first, 1, (20 * Millisecond) + Mono.ToNanoseconds(200));
        Assert.Equal(Chunk, _mixer.Read(_read, 0, out _, out gap));
        Assert.Equal(0, gap);
        Assert.Equal(2, _read[99]);
        Assert.Equal(3, _read[100]);
    }

    [Fact]
    public void Nothing_is_allocated_while_inputs_flow()
    {
        var first = _mixer.Add();
        var second = _mixer.Add();
        var samples = new float[Chunk];
        var turn = 0L;
        Assert.Equal(0, LeastAllocated.Bytes(Turn, calls: 10_000));

        void Turn()
        {
            var i = turn++;
            _mixer.Deliver(first, samples, i * 10 * Millisecond);
            _mixer.Deliver(second, samples, i * 10 * Millisecond);
            if (_mixer.Read(_read, 0, out _, out _) != Chunk) throw new InvalidOperationException();
        }
    }

    private int Read(long now, out long time) => _mixer.Read(_read, now, out time, out _);

    private void Deliver(int input, float value, long time)
    {
        var samples = new float[Chunk];
        Array.Fill(samples, value);
        _mixer.Deliver(input, samples, time);
    }
}

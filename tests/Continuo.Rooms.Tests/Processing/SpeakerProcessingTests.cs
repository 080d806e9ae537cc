using Continuo.Audio;
using Continuo.Rooms.Processing;

namespace Continuo.Rooms.Tests.Processing;

/// <summary>What a room does to a voice before it is mixed, with speech, noise and the echo of a room.</summary>
public sealed class SpeakerProcessingTests(ITestOutputHelper output)
{
    private const int Frames = 960;
    private const int Latency = 480; // of the processing

    [Fact]
    public void Steady_noise_is_taken_away_and_speech_is_kept()
    {
        var (speech, noise) = (Speech.Anna, Noise(10 * 48_000, 0.01));
        var alone = Hear(noise, new SpeakerProcessing { NoiseSuppressionDb = 20 });
        var taken = Speech.Db(noise.AsSpan(5 * 48_000)) - Speech.Db(alone.AsSpan(5 * 48_000));

        // Three seconds of noise alone, then speech in noise.
        var lead = 3 * 48_000;
        var mixed = noise.AsSpan(0, lead + speech.Length).ToArray();
        for (var i = 0; i < speech.Length; i++) mixed[lead + i] += speech[i];
        var heard = Hear(mixed, new SpeakerProcessing { NoiseSuppressionDb = 20 });
        var loud = Loud(speech);
        var kept = 10 * Math.Log10(
            loud.Sum(b => Speech.Power(Block(heard, lead + b * Frames + Latency)))
            / loud.Sum(b => Speech.Power(Block(speech, b * Frames))));
        var similar = loud.Average(b => Correlation(Block(heard, lead + b * Frames + Latency), Block(speech, b * Frames)));
        output.WriteLine($"noise −{taken:0.0} dB; speech {kept:0.0} dB, correlation {similar:0.000}");

        Assert.InRange(taken, 15, 30);
        Assert.InRange(kept, -2, 1);
        Assert.InRange(similar, 0.95, 1);
    }

    [Fact]
    public void The_echo_of_what_a_person_hears_is_cancelled_and_the_persons_own_voice_is_kept()
    {
        using var plain = new EchoRoom(null);
        using var cancelled = new EchoRoom(new SpeakerProcessing { CancelsEcho = true, EchoDelay = TimeSpan.FromMilliseconds(60) });
        using var undelayed = new EchoRoom(new SpeakerProcessing { CancelsEcho = true, EchoDelay = TimeSpan.FromMilliseconds(400) });
        foreach (var room in new[] { plain, cancelled, undelayed }) room.Run(12);

        // Ben speaks all the time; Anna hears him, and her microphone picks him up. After 12 s she speaks as well.
        var enhancement = plain.EchoDb - cancelled.EchoDb;
        var wrongDelay = plain.EchoDb - undelayed.EchoDb;
        foreach (var room in new[] { plain, cancelled }) room.Run(5, annaSpeaks: true);
        var own = cancelled.OwnVoiceDb;
        output.WriteLine($"ERLE {enhancement:0.0} dB, with a wrong delay {wrongDelay:0.0} dB; own voice {own:0.0} dB");

        Assert.InRange(enhancement, 20, 80);
        Assert.InRange(wrongDelay, -3, 10);
        Assert.InRange(own, -3, 1.5);
    }

    [Fact]
    public void Voice_is_told_from_noise_of_the_same_level()
    {
        var (noisy, speaking) = (Lit(Noise(6 * 48_000, 0.1)), Lit(Speech.Anna));
        output.WriteLine(
            $"talk light: {noisy:P0} of noise, {speaking:P0} of speech; by level alone {Lit(Noise(6 * 48_000, 0.1), false):P0} of noise");

        Assert.InRange(noisy, 0, 0.1);
        Assert.InRange(speaking, 0.6, 1);
        Assert.Equal(1, Lit(Noise(6 * 48_000, 0.1), false), 0.05);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    public void A_processed_speaker_is_mono_in_any_room(int input, int room)
    {
        var speech = Speech.Ben;
        using var virtualRoom = new VirtualRoom(new RoomOptions { Format = new AudioFormat(48_000, room) });
        virtualRoom.Speak("a", new SampleInput((samples, at) =>
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = i % input == 0 ? speech[(int)((at + i / input) % speech.Length)] : 0;
        }, input), o => o with { Processing = new SpeakerProcessing { NoiseSuppressionDb = 10 } });
        var (_, heard) = virtualRoom.Listen("b");
        virtualRoom.Tick(100);

        for (var i = 0; i < heard.Samples.Count; i += room) Assert.Equal(heard.Samples[i], heard.Samples[i + room - 1]);
        Assert.InRange(
            Speech.Db(heard.Samples.ToArray()) - Speech.Db(speech.AsSpan(0, 100 * Frames)), input == 2 ? -10 : -4, input == 2 ? -4 : 1);
    }

    [Fact]
    public void A_tick_with_all_processing_allocates_nothing()
    {
        var processing = new SpeakerProcessing { CancelsEcho = true, DetectsVoice = true, NoiseSuppressionDb = 20 };
        using var room = new EchoRoom(processing) { KeepsNothing = true };
        using var plain = new EchoRoom(null) { KeepsNothing = true };
        var own = LeastAllocated.Bytes(() => plain.Room.Tick(5), calls: 10); // of the test's outputs
        Assert.Equal(own, LeastAllocated.Bytes(() => room.Room.Tick(5), calls: 10));
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        using var room = new VirtualRoom();
        foreach (var wrong in new SpeakerProcessing[]
        {
            new() { NoiseSuppressionDb = 41 },
            new() { NoiseSuppressionDb = double.NaN },
            new() { EchoTail = TimeSpan.FromSeconds(1) },
            new() { EchoDelay = TimeSpan.FromSeconds(-1) },
        })
        {
            Assert.Throws<AudioException>(() => room.Speak("a", new ToneInput(440), o => o with { Processing = wrong }));
        }

        Assert.Empty(room.Room.Speakers);
    }

    [Fact]
    public void The_far_end_is_the_mix_of_earlier_ticks_and_silence_where_there_was_none()
    {
        var reference = new EchoReference(4, 2, 6); // one tick and a half later
        var far = new float[4];
        for (var tick = 0; tick < 5; tick++)
        {
            if (tick != 1) reference.Write([.. Enumerable.Range(0, 8).Select(i => 10f * tick + i / 2)], tick);
        }

        reference.Read(far, 5);
        Assert.Equal([22, 23, 30, 31], far);
        reference.Read(far, 4);
        Assert.Equal([0, 0, 20, 21], far);
        reference.Read(far, 2);
        Assert.Equal([0, 0, 0, 0], far); // overwritten
        reference.Read(far, 0);
        Assert.Equal([0, 0, 0, 0], far);
    }

    /// <summary>What a listener hears of a speaker with these samples.</summary>
    private static float[] Hear(float[] samples, SpeakerProcessing processing)
    {
        using var room = new VirtualRoom();
        room.Speak("a", Input(samples), o => o with { Processing = processing });
        var (_, heard) = room.Listen("b");
        room.Tick(samples.Length / Frames + 2);
        return [.. heard.Samples.Skip(LimiterFrames)];
    }

    // The limiter looks ahead.
    private static int LimiterFrames { get; } = FindLimiterDelay();

    private static int FindLimiterDelay()
    {
        using var room = new VirtualRoom();
        var click = new float[4 * Frames];
        click[2 * Frames] = 0.5f;
        room.Speak("a", Input(click));
        var (_, heard) = room.Listen("b");
        room.Tick(4);
        return heard.Samples.Select((s, i) => (Math.Abs(s), i)).Max().i - (2 * Frames);
    }

    private static SampleInput Input(float[] source) => new((samples, at) =>
    {
        samples.Clear();
        if (at < source.Length) source.AsSpan((int)at, (int)Math.Min(samples.Length, source.Length - at)).CopyTo(samples);
    });

    /// <summary>Share of the time in which the talk light is on.</summary>
    private static double Lit(float[] samples, bool detects = true)
    {
        using var room = new VirtualRoom();
        var speaker = room.Speak("a",
            Input(samples),
            o => o with { Processing = new SpeakerProcessing { DetectsVoice = detects, NoiseSuppressionDb = 5 } });
        var (lit, ticks) = (0, samples.Length / Frames);
        room.Tick(50); // the noise is learnt
        for (var i = 50; i < ticks; i++)
        {
            room.Tick();
            if (speaker.IsSpeaking) lit++;
        }

        return lit / (double)(ticks - 50);
    }

    private static int[] Loud(float[] speech) =>
        [.. Enumerable.Range(0, speech.Length / Frames - 2).Where(b => Speech.Db(Block(speech, b * Frames)) > -24)];

    private static ReadOnlySpan<float> Block(float[] samples, int at) => samples.AsSpan(at, Frames);

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sum, powers) = (0.0, Math.Sqrt(Speech.Power(a) * Speech.Power(b)) * a.Length);
        for (var i = 0; i < a.Length; i++) sum += a[i] * (double)b[i];
        return sum / (powers + 1e-20);
    }

    private static float[] Noise(int frames, double amplitude)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, frames).Select(_ => (float)(amplitude * Gauss(random)))];
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>
    /// Anna hears Ben by a loudspeaker, and her microphone hears the loudspeaker 80 ms later through the echo of a living room, at −12 dB.
    /// </summary>
    private sealed class EchoRoom : IDisposable
    {
        private const int DelayTicks = 4;

        private readonly double[] _response = [.. Enumerable.Range(0, 2400).Select(Response)];
        private readonly float[] _played = new float[64 * Frames]; // what Anna has heard, a ring
        private readonly CapturedOutput _anna;
        private readonly CapturedOutput _ben;
        private bool _annaSpeaks;
        private long _annaBegan;

        public EchoRoom(SpeakerProcessing? processing)
        {
            Room.Speak("anna", new SampleInput(Microphone), o => o with { Processing = processing });
            var ben = Speech.Ben;
            Room.Speak("ben", new SampleInput((samples, at) =>
            {
                for (var i = 0; i < samples.Length; i++) samples[i] = ben[(int)((at + i) % ben.Length)];
            }));
            (_, _anna) = Room.Listen("anna");
            (_, _ben) = Room.Listen("ben");
            (_anna.KeepsLast, _ben.KeepsLast) = (true, true);
        }

        public VirtualRoom Room { get; } = new();

        /// <summary>Whether nothing is measured and the microphone is silent.</summary>
        public bool KeepsNothing { get; init; }

        /// <summary>Level at which Ben hears himself back, over the last two seconds of a run.</summary>
        public double EchoDb { get; private set; }

        /// <summary>Level of Anna's voice as Ben hears it against what she says, over the last run.</summary>
        public double OwnVoiceDb { get; private set; }

        public void Run(int seconds, bool annaSpeaks = false)
        {
            (_annaSpeaks, _annaBegan) = (annaSpeaks, Room.Room.TickNumber * Frames);
            var (echo, blocks, said, heard) = (0.0, 0, 0.0, 0.0);
            for (var tick = 0; tick < seconds * 50; tick++)
            {
                Room.Tick();
                var number = Room.Room.TickNumber - 1;
                for (var i = 0; i < Frames; i++) _played[(int)((number * Frames + i) % _played.Length)] = _anna.Samples[i];
                if (tick >= (seconds - 2) * 50)
                {
                    echo += Speech.Power(_ben.Samples.ToArray());
                    blocks++;
                }

                heard += Speech.Power(_ben.Samples.ToArray());
                for (var i = 0; i < Frames && annaSpeaks; i++) said += Math.Pow(Voice(number * Frames + i), 2) / Frames;
            }

            EchoDb = 10 * Math.Log10(echo / blocks + 1e-12);
            OwnVoiceDb = annaSpeaks ? 10 * Math.Log10(heard / said) : 0;
        }

        public void Dispose() => Room.Dispose();

        private static double Response(int i)
        {
            var random = new Random(i);
            return (i == 0 ? 0.15 : 0) + 0.02 * Math.Exp(-i / 600.0) * Gauss(random);
        }

        private float Voice(long at) => Speech.Anna[(int)((at - _annaBegan) % Speech.Anna.Length)];

        private void Microphone(Span<float> samples, long at)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                var sum = 0.0;
                var heard = at + i - (DelayTicks * Frames);
                for (var k = 0; k < _response.Length && heard - k >= 0 && !KeepsNothing; k++)
                {
                    sum += _response[k] * _played[(int)((heard - k) % _played.Length)];
                }

                samples[i] = (float)sum + (_annaSpeaks ? Voice(at + i) : 0);
            }
        }
    }
}

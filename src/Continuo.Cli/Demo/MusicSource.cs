using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Cli.Demo;

/// <summary>
/// A short piece for three voices (pad, arpeggio with echo, bass) in C major, 48 kHz stereo: eight chords of 1.25 s, repeated. Every sample
/// is computed from its position alone, so the piece is the same on every machine.
/// </summary>
/// <param name="length">Where the piece fades out and ends; <see langword="null"/>: never.</param>
internal sealed class MusicSource(TimeSpan? length = null) : IAudioSource
{
    private const int Rate = 48_000;
    private const int ChordFrames = Rate * 5 / 4;
    private const int StepsPerChord = 8;
    private const int StepFrames = ChordFrames / StepsPerChord;
    private const int RingingSteps = 8;
    private const int EchoSteps = 3;
    private const int FadeFrames = Rate / 2;

    // MIDI note numbers: the bass, then the four voices of the pad, which the arpeggio uses as well.
    private static readonly int[][] Chords =
    [
        [36, 60, 64, 67, 71], [43, 59, 62, 67, 71], [45, 60, 64, 69, 72], [40, 59, 64, 67, 71],
        [41, 57, 60, 65, 72], [40, 60, 64, 67, 72], [41, 57, 62, 65, 69], [43, 59, 62, 65, 74],
    ];

    private static readonly int[] Pattern = [0, 2, 1, 3, 2, 3, 1, 2];

    private readonly long _end = length is { } time ? (long)(time.TotalSeconds * Rate) : long.MaxValue;
    private long _position;
    private volatile bool _interrupted;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => SourcePace.Free;

    public string Description => "a short piece of music";

    public void Open() => (_position, _interrupted) = (0, false);

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_interrupted) return SourceRead.Nothing;
        var frames = (int)Math.Min(destination.Length / 2, _end - _position);
        if (frames <= 0) return SourceRead.End;
        for (var i = 0; i < frames; i++)
        {
            var (left, right) = Sound(_position);
            var fade = Math.Min(1, (double)(_end - _position) / FadeFrames);
            destination[2 * i] = (float)(left * fade);
            destination[(2 * i) + 1] = (float)(right * fade);
            _position++;
        }

        return SourceRead.Data(frames);
    }

    public void Interrupt() => _interrupted = true;

    public void Dispose()
    {
    }

    private static (double Left, double Right) Sound(long position)
    {
        var (left, right) = Arpeggio(position);
        var chord = Chords[position / ChordFrames % Chords.Length];
        var age = position % ChordFrames / (double)Rate;
        var left1 = 0.0;
        var right1 = 0.0;
        for (var voice = 1; voice < chord.Length; voice++)
        {
            // Two slightly detuned sines, one per side, beat slowly.
            var hertz = Hertz(chord[voice]);
            left1 += Math.Sin(Math.Tau * hertz * 0.999 * age);
            right1 += Math.Sin(Math.Tau * hertz * 1.001 * age);
        }

        var swell = 0.05 * Envelope(age, attack: 0.12, release: 0.12);
        var bass = 0.16 * Bass(Hertz(chord[0]), age);
        return (left + (left1 * swell) + bass, right + (right1 * swell) + bass);
    }

    private static (double Left, double Right) Arpeggio(long position)
    {
        var (left, right) = (0.0, 0.0);
        var step = position / StepFrames;
        for (var n = Math.Max(0, step - RingingSteps - EchoSteps); n <= step; n++)
        {
            var dry = Pluck(n, position - (n * StepFrames));
            var echo = 0.4 * Pluck(n, position - ((n + EchoSteps) * StepFrames));
            var pan = 0.5 + (0.3 * Math.Sin(n * 1.7));
            left += (dry * (1 - pan)) + (echo * pan);
            right += (dry * pan) + (echo * (1 - pan));
        }

        return (left, right);
    }

    /// <summary>The note of a step, <paramref name="frames"/> frames after its attack.</summary>
    private static double Pluck(long step, long frames)
    {
        if (frames < 0 || frames >= RingingSteps * StepFrames) return 0;
        var chord = Chords[step / StepsPerChord % Chords.Length];
        var phase = Math.Tau * Hertz(chord[1 + Pattern[step % StepsPerChord]] + 12) * frames / Rate;
        var age = frames / (double)Rate;
        var end = 1 - (frames / (double)(RingingSteps * StepFrames));
        var timbre = Math.Sin(phase) + (0.35 * Math.Exp(-9 * age) * Math.Sin(2 * phase))
            + (0.15 * Math.Exp(-16 * age) * Math.Sin(3 * phase));
        return 0.2 * timbre * Math.Min(1, age / 0.003) * Math.Exp(-4.5 * age) * end;
    }

    private static double Bass(double hertz, double age)
    {
        var phase = Math.Tau * hertz * age;
        return (Math.Sin(phase) + (0.4 * Math.Sin(2 * phase))) * Envelope(age, attack: 0.01, release: 0.08) * Math.Exp(-0.9 * age);
    }

    private static double Envelope(double age, double attack, double release)
    {
        const double Length = ChordFrames / (double)Rate;
        return Math.Min(1, Math.Min(age / attack, (Length - age) / release));
    }

    private static double Hertz(int note) => 440 * Math.Pow(2, (note - 69) / 12.0);
}

using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>A lead voice that sings the tune, and a choir on the chords.</summary>
internal static class Singers
{
    private static readonly Vowel[] Words = [Vowel.A, Vowel.O, Vowel.E, Vowel.U, Vowel.I];

    public static AudioClip Lead()
    {
        var canvas = new Canvas(1);
        var tract = new VocalTract(11);
        for (var i = 0; i < Score.Tune.Length; i++)
        {
            var (note, beat, beats) = Score.Tune[i];
            var from = i == 0 ? note : Score.Tune[i - 1].Note;
            canvas.Add(Sing(tract, from, note, beats * 0.96, Words[i % Words.Length], 0.06f, 1.12f), Score.FrameOf(beat), 1);
        }

        return canvas.Centred().ToClip();
    }

    public static AudioClip Choir()
    {
        var canvas = new Canvas(2);
        for (var singer = 0; singer < 4; singer++)
        {
            var tract = new VocalTract((uint)(20 + singer));
            var pan = 0.2f + (singer * 0.2f);
            for (var bar = 4; bar < Score.Chords.Length; bar++)
            {
                if (bar is 8 or 9) continue; // a breath
                var note = Score.Chords[bar][singer + 1];
                var sound = Sing(tract, note + (singer * 0.04) - 0.06, note + (singer * 0.04) - 0.06, 3.9, bar % 2 == 0 ? Vowel.A : Vowel.U,
                    0.35f, 1 + (0.05f * singer));
                canvas.Add(sound, Score.FrameOf(bar * 4), 1 - pan, pan);
            }
        }

        return canvas.Centred().ToClip();
    }

    private static float[] Sing(VocalTract tract, double from, double note, double beats, Vowel vowel, float attack, float throat)
    {
        var sound = new float[(int)(beats * Score.BeatFrames)];
        var seconds = sound.Length / (float)Score.Rate;
        tract.Shape(vowel.Scaled(throat));
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            var slide = Math.Min(1, age / 0.07f);
            var vibrato = 0.28f * MathF.Sin(MathF.Tau * 5.3f * age) * Math.Clamp((age - 0.2f) / 0.4f, 0, 1);
            var envelope = Math.Min(1, age / attack) * Math.Clamp((seconds - age) / 0.09f, 0, 1);
            sound[i] = tract.Next(Score.Hertz(from + ((note - from) * slide) + vibrato), envelope,
                0.15f * envelope) * Math.Clamp((seconds - age) / 0.02f, 0, 1);
        }

        return sound;
    }
}

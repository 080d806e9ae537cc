using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>
/// Three voices that talk in turn, in no language: syllables of a consonant and a vowel, phrases that fall at their end, pauses. 24 s, then
/// again.
/// </summary>
internal static class Talkers
{
    private const int TurnSeconds = 8;
    private const int Frames = 3 * TurnSeconds * Score.Rate;
    private const int ControlFrames = 96; // the mouth moves every 2 ms

    private static readonly Vowel[] Vowels = [Vowel.A, Vowel.E, Vowel.I, Vowel.O, Vowel.U];
    private static readonly (float Pitch, float Throat)[] Speakers = [(112, 1), (196, 1.16f), (145, 1.06f)];

    public static AudioClip Render(int speaker)
    {
        var canvas = new Canvas(1, Frames);
        var (pitch, throat) = Speakers[speaker];
        var tract = new VocalTract((uint)(speaker + 40));
        var random = new WhiteNoise((uint)(speaker + 5));
        var begin = speaker * TurnSeconds * Score.Rate;
        var end = begin + (int)((TurnSeconds - 0.6) * Score.Rate);
        for (var at = begin; at < end;)
        {
            var syllables = 4 + (int)(3 * (1 + random.Next()));
            var last = Vowels[0];
            for (var i = 0; i < syllables && at < end; i++)
            {
                var vowel = Vowels[(int)(2.499f * (1 + random.Next()))];
                var fall = 1.12f - (0.3f * i / syllables) + (0.06f * random.Next());
                var sound = Syllable(
                    tract, pitch * fall, last.Scaled(throat), vowel.Scaled(throat), 0.16f + (0.05f * random.Next()), random.Next());
                canvas.Add(sound, at % Frames, 1 - (0.35f * i / syllables));
                at += sound.Length;
                last = vowel;
            }

            at += (int)(Score.Rate * (0.3f + (0.15f * random.Next())));
        }

        return canvas.Centred().ToClip(-9);
    }

    private static float[] Syllable(VocalTract tract, float pitch, Vowel from, Vowel to, float seconds, float kind)
    {
        var sound = new float[(int)(Score.Rate * seconds)];
        var hiss = kind > 0.3f ? 0.05f : kind < -0.4f ? 0.02f : 0; // a fricative, a stop, or neither
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            if (i % ControlFrames == 0) tract.Shape(from.Towards(to, Math.Min(1, age / 0.06f)));
            var voiced = Math.Clamp((age - hiss) / 0.02f, 0, 1) * Math.Clamp((seconds - age) / 0.035f, 0, 1);
            var breath = age < hiss ? (kind > 0 ? 0.7f : 1) : 0.04f;
            sound[i] = tract.Next(pitch * (1 + (0.05f * MathF.Sin(MathF.PI * age / seconds))), voiced,
                breath * Math.Clamp((seconds - age) / 0.02f, 0, 1)) * Math.Clamp((seconds - age) / 0.008f, 0, 1);
        }

        return sound;
    }
}

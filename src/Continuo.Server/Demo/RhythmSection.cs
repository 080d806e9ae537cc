using System.Runtime.CompilerServices;
using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>Drums, bass and click.</summary>
internal static class RhythmSection
{
    public static AudioClip Drums()
    {
        var canvas = new Canvas(2);
        var (kick, snare, closed, open) = (Kick(), Snare(), Hat(0.045f), Hat(0.22f));
        for (var eighth = 0; eighth < Score.Beats * 2; eighth++)
        {
            var inBar = eighth % 8;
            var frame = Score.FrameOf(eighth / 2.0);
            var fill = eighth % 64 >= 60;
            if (inBar is 0 or 5 || (inBar == 3 && eighth / 8 % 2 == 1)) canvas.Add(kick, frame, 0.7f, 0.7f);
            if (inBar is 2 or 6) canvas.Add(snare, frame, 0.5f, 0.45f);
            if (fill) canvas.Add(snare, frame + Score.BeatFrames / 4, 0.3f, 0.34f);
            canvas.Add(inBar == 7 ? open : closed, frame, eighth % 2 == 0 ? 0.2f : 0.13f, eighth % 2 == 0 ? 0.3f : 0.2f);
        }

        return canvas.ToClip();
    }

    public static AudioClip Bass()
    {
        var canvas = new Canvas(1);
        for (var half = 0; half < Score.Beats * 2; half++)
        {
            var chord = Score.ChordAt(half / 2.0);
            var inBar = half % 8;
            if (inBar is 2 or 5) continue;
            var note = inBar switch { 7 => chord[0] + 7, 4 => chord[0] + 12, _ => chord[0] };
            canvas.Add(BassNote(Score.Hertz(note), inBar == 0 ? 0.46f : 0.22f), Score.FrameOf(half / 2.0), inBar == 0 ? 1 : 0.75f);
        }

        return canvas.ToClip();
    }

    public static AudioClip Click()
    {
        var canvas = new Canvas(1);
        for (var beat = 0; beat < Score.Beats; beat++)
        {
            canvas.Add(Tick(beat % 4 == 0 ? 1760 : 1175), Score.FrameOf(beat), beat % 4 == 0 ? 1 : 0.6f);
        }

        return canvas.ToClip(-9);
    }

    private static float[] Kick()
    {
        var sound = new float[Score.Rate * 3 / 10];
        var phase = 0f;
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            phase += (46 + (110 * MathF.Exp(-age * 32))) / Score.Rate;
            sound[i] = MathF.Sin(MathF.Tau * phase) * MathF.Exp(-age * 11) * Math.Min(1, age / 0.001f);
        }

        return sound;
    }

    private static float[] Snare()
    {
        var sound = new float[Score.Rate / 4];
        var noise = new WhiteNoise(7);
        var last = 0f;
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            var white = noise.Next();
            var bright = white - (0.6f * last); // little bass
            last = white;
            sound[i] = (0.5f * bright * MathF.Exp(-age * 18)) + (0.5f * MathF.Sin(MathF.Tau * 186 * age) * MathF.Exp(-age * 26));
        }

        return sound;
    }

    private static float[] Hat(float decay)
    {
        var sound = new float[(int)(Score.Rate * decay * 5)];
        var noise = new WhiteNoise(3);
        var (one, two) = (0f, 0f);
        for (var i = 0; i < sound.Length; i++)
        {
            var white = noise.Next();
            sound[i] = (white - (2 * one) + two) * 0.25f * MathF.Exp(-i / (decay * Score.Rate)); // 12 dB per octave against the bass
            (two, one) = (one, white);
        }

        return sound;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] BassNote(float hertz, float seconds)
    {
        var sound = new float[(int)(Score.Rate * seconds)];
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            var phase = MathF.Tau * hertz * age;
            var envelope = Math.Min(1, age / 0.006f) * Math.Min(1, (seconds - age) / 0.03f) * MathF.Exp(-1.4f * age);
            var partials = MathF.Sin(phase) + (0.45f * MathF.Sin(2 * phase)) + (0.2f * MathF.Exp(-9 * age) * MathF.Sin(3 * phase));
            sound[i] = MathF.Tanh(1.6f * partials) * envelope;
        }

        return sound;
    }

    private static float[] Tick(float hertz)
    {
        var sound = new float[Score.Rate / 25];
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = MathF.Sin(MathF.Tau * hertz * i / Score.Rate) * MathF.Exp(-i / (0.008f * Score.Rate));
        }

        return sound;
    }
}

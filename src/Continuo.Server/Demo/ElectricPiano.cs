using System.Runtime.CompilerServices;
using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>An electric piano by frequency modulation, in stereo.</summary>
internal static class ElectricPiano
{
    public static AudioClip Render()
    {
        var canvas = new Canvas(2);
        for (var bar = 0; bar < Score.Chords.Length; bar++)
        {
            foreach (var (beat, beats, gain) in ((double, double, float)[])[(0, 1.8, 1), (2.5, 0.9, 0.7f)])
            {
                for (var voice = 1; voice <= 4; voice++)
                {
                    var pan = voice / 5f;
                    var sound = Note(Score.Hertz(Score.Chords[bar][voice]), (float)(beats * Score.BeatFrames / Score.Rate));
                    canvas.Add(sound, Score.FrameOf((bar * 4) + beat), gain * (1 - pan), gain * pan);
                }
            }
        }

        return canvas.ToClip();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Note(float hertz, float seconds)
    {
        var sound = new float[(int)(Score.Rate * (seconds + 0.25f))];
        for (var i = 0; i < sound.Length; i++)
        {
            var age = i / (float)Score.Rate;
            var phase = MathF.Tau * hertz * age;
            var bell = 0.35f * MathF.Exp(-14 * age) * MathF.Sin(14 * phase);
            var body = MathF.Sin(phase + (1.3f * MathF.Exp(-3 * age) * MathF.Sin(phase)) + bell);
            sound[i] = body * Math.Min(1, age / 0.002f) * MathF.Exp(-1.8f * age) * Math.Clamp((seconds + 0.25f - age) / 0.25f, 0, 1);
        }

        return sound;
    }
}

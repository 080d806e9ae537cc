using System.Runtime.CompilerServices;
using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>Two guitars of plucked strings (Karplus and Strong, 1983): the left picks, the right strums.</summary>
internal static class Guitars
{
    private static readonly int[] Picking = [1, 3, 2, 4, 3, 2, 4, 3];

    public static AudioClip Left()
    {
        var canvas = new Canvas(1);
        for (var eighth = 0; eighth < Score.Beats * 2; eighth++)
        {
            var note = Score.ChordAt(eighth / 2.0)[Picking[eighth % Picking.Length]];
            canvas.Add(String(Score.Hertz(note), 1.6f, 0.5f, (uint)eighth + 1), Score.FrameOf(eighth / 2.0), eighth % 4 == 0 ? 1 : 0.7f);
        }

        return canvas.ToClip();
    }

    public static AudioClip Right()
    {
        var canvas = new Canvas(1);
        double[] strokes = [0, 1.5, 2.5, 3];
        for (var bar = 0; bar < Score.Chords.Length; bar++)
        {
            foreach (var stroke in strokes)
            {
                for (var i = 0; i < 4; i++)
                {
                    // One string after the other, up and down.
                    var delay = (stroke is 0 or 3 ? i : 3 - i) * Score.Rate * 11 / 1000;
                    var sound = String(Score.Hertz(Score.Chords[bar][i + 1]), stroke == 0 ? 1.2f : 0.55f, 0.62f,
                        (uint)((bar * 64) + i + (int)(stroke * 8)));
                    canvas.Add(sound, (Score.FrameOf((bar * 4) + stroke) + delay) % Score.Frames, stroke == 0 ? 0.8f : 0.55f);
                }
            }
        }

        return canvas.ToClip();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] String(float hertz, float seconds, float brightness, uint seed)
    {
        var period = Score.Rate / hertz;
        var line = new float[(int)period + 1];
        var noise = new WhiteNoise(seed);
        var soft = 0f;
        foreach (ref var sample in line.AsSpan()) sample = soft += brightness * (noise.Next() - soft);
        var mean = line.Average();
        foreach (ref var sample in line.AsSpan()) sample -= mean;

        // The loop is as long as the period: an integer number of frames, half a frame of the averaging, and a fraction by interpolation.
        var sound = new float[(int)(Score.Rate * seconds)];
        var length = (int)(period - 0.5f);
        var fraction = period - 0.5f - length;
        var (at, last) = (0, 0f);
        for (var i = 0; i < sound.Length; i++)
        {
            var next = at + 1 >= length ? 0 : at + 1;
            var out0 = line[at];
            var averaged = 0.4985f * (out0 + last);
            last = out0;
            line[at] = averaged + (fraction * 0.5f * (line[next] - out0));
            sound[i] = out0 * Math.Min(1, (sound.Length - i) / 2400f);
            at = next;
        }

        return sound;
    }
}

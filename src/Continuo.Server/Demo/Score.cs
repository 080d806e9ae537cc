namespace Continuo.Server.Demo;

/// <summary>The demo's song: 16 bars of four beats at 120 a minute, 32 s, in C major. Positions are in beats.</summary>
internal static class Score
{
    public const int Rate = 48_000;
    public const int BeatFrames = Rate / 2;
    public const int Beats = 64;
    public const int Frames = Beats * BeatFrames;
    public const int BeatsPerChord = 4;

    /// <summary>MIDI note numbers of each bar: the bass, then four voices from low to high.</summary>
    public static int[][] Chords { get; } =
    [
        [36, 60, 64, 67, 71], [43, 59, 62, 67, 71], [45, 60, 64, 69, 72], [40, 59, 64, 67, 71],
        [41, 57, 60, 65, 72], [36, 60, 64, 67, 72], [41, 57, 62, 65, 69], [43, 59, 62, 65, 74],
        [36, 60, 64, 67, 71], [43, 59, 62, 67, 71], [45, 60, 64, 69, 72], [40, 59, 64, 67, 71],
        [41, 57, 60, 65, 72], [43, 59, 62, 67, 71], [45, 60, 64, 69, 72], [43, 59, 62, 65, 74],
    ];

    /// <summary>The tune: note, beat at which it begins, and its length in beats.</summary>
    public static (int Note, double Beat, double Beats)[] Tune { get; } =
    [
        (67, 0, 1.5), (69, 1.5, 0.5), (71, 2, 1), (72, 3, 1), (71, 4, 2.5), (67, 6.5, 0.5),
        (69, 8, 1.5), (71, 9.5, 0.5), (72, 10, 2), (67, 12, 3),
        (65, 16, 1), (67, 17, 1), (69, 18, 1.5), (72, 19.5, 0.5), (67, 20, 3),
        (69, 24, 1), (67, 25, 1), (65, 26, 1), (64, 27, 1), (62, 28, 3),
        (67, 32, 1.5), (69, 33.5, 0.5), (71, 34, 1), (72, 35, 1), (74, 36, 2.5), (71, 38.5, 0.5),
        (76, 40, 2), (74, 42, 1), (72, 43, 1), (71, 44, 3),
        (72, 48, 1), (69, 49, 1), (65, 50, 2), (67, 52, 1), (71, 53, 1), (74, 54, 2),
        (72, 56, 2), (69, 58, 1.5), (67, 60, 3),
    ];

    public static int[] ChordAt(double beat) => Chords[(int)(beat / BeatsPerChord) % Chords.Length];

    public static float Hertz(double note) => (float)(440 * Math.Pow(2, (note - 69) / 12));

    public static int FrameOf(double beat) => (int)(beat * BeatFrames);
}

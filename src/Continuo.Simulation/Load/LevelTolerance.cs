namespace Continuo.Simulation.Load;

/// <summary>How far the measured gain of a speaker may be from the right one.</summary>
/// <param name="LeastDb">Lowest deviation in dB.</param>
/// <param name="MostDb">Highest deviation in dB.</param>
/// <param name="SilentDb">Level up to which a speaker counts as not heard, relative to volume 100 %.</param>
/// <param name="Radians">Largest deviation of the phase after half a window; infinite if the path may stretch time.</param>
internal readonly record struct LevelTolerance(double LeastDb, double MostDb, double SilentDb, double Radians)
{
    /// <summary>For the mix itself on an undisturbed path: what remains is the speaker's own codec.</summary>
    public static readonly LevelTolerance Exact = new(-0.5, 0.5, -30, 0.1);

    /// <summary>For what a codec has made of it: it keeps the energy of a band rather than of each sine.</summary>
    public static readonly LevelTolerance Coded = new(-5, 3, -14, 0.5);

    /// <summary>For a path with loss and jitter: concealed audio decays, and time is stretched.</summary>
    public LevelTolerance Disturbed(double loss) =>
        this with { LeastDb = LeastDb - 1.5 - 40 * loss, MostDb = MostDb + 1, Radians = double.PositiveInfinity };

    /// <summary>Whether a gain is right.</summary>
    public bool Allows(double measured, double wanted)
    {
        if (wanted == 0) return 20 * Math.Log10(Math.Max(measured, 1e-9)) <= SilentDb;
        var deviation = 20 * Math.Log10(Math.Max(measured, 1e-9) / wanted);
        return deviation >= LeastDb && deviation <= MostDb;
    }
}


namespace Continuo.Clocks;

/// <summary>How closely a <see cref="DriftServo"/> follows what it measures.</summary>
public enum ServoStage
{
    /// <summary>Finds the speed: 10 Hz wide.</summary>
    Acquire,

    /// <summary>Has found it, and refines it: 1 Hz.</summary>
    Track,

    /// <summary>Follows what temperature does to crystals, and lets nothing else be heard: 0.05 Hz.</summary>
    Quiet,
}

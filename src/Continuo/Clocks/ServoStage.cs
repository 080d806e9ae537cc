
namespace Continuo.Clocks;

/// <summary>Loop bandwidth of a <see cref="DriftServo"/>.</summary>
internal enum ServoStage
{
    /// <summary>Acquires the speed ratio; bandwidth 10 Hz.</summary>
    Acquire,

    /// <summary>Refines the speed ratio; bandwidth 1 Hz.</summary>
    Track,

    /// <summary>Follows slow drift only, such as temperature drift of the crystals; bandwidth 0.05 Hz, inaudible.</summary>
    Quiet,
}

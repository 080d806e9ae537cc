namespace Continuo.Codecs.Opus;

/// <summary>Implementation of the Opus codec.</summary>
public enum OpusImplementation
{
    /// <summary>libopus if it is installed and can be controlled on this platform, otherwise the managed implementation.</summary>
    Automatic,

    /// <summary>libopus only. If it is missing, creating an encoder or decoder throws.</summary>
    Native,

    /// <summary>
    /// Concentus, in managed code: needs no native library, is several times slower, and allocates, so garbage collections can interrupt
    /// it.
    /// </summary>
    Managed,
}

namespace Continuo.Sources;

/// <summary>What determines the speed at which a source delivers.</summary>
public enum SourcePace
{
    /// <summary>A device or remote clock: a read blocks until frames have been captured.</summary>
    Device,

    /// <summary>
    /// Nothing: files and generators can be read at any speed. The stream paces them by its clock unless
    /// <see cref="Pacing.Unpaced"/> is set.
    /// </summary>
    Free,

    /// <summary>The program that writes to the pipe. A read blocks; the stream neither paces the frames nor fills gaps.</summary>
    Peer,
}

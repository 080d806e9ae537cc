namespace Continuo.Sources;

/// <summary>What sets the speed at which a source delivers.</summary>
public enum SourcePace
{
    /// <summary>A device or a remote clock: reading blocks until frames exist.</summary>
    Device,

    /// <summary>Nothing: frames can be read as fast as asked (files, generators). The stream paces it by the clock, unless told not to.</summary>
    Free,

    /// <summary>Whoever writes at the other end of a pipe. Reading blocks; the frames have no clock, and are never filled or paced.</summary>
    Peer,
}

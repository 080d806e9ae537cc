namespace Continuo.Rtp.Wire;

/// <summary>What a packet's number says about it (RFC 3550, A.1).</summary>
internal enum SequenceVerdict
{
    /// <summary>The source is new: this may be one packet gone astray. Keep it until the next says more.</summary>
    OnProbation,

    /// <summary>It is part of the stream, in order, after a loss, late or twice.</summary>
    Accepted,

    /// <summary>Its number is far off. If the next follows it, the source has begun anew.</summary>
    Rejected,

    /// <summary>The source has begun anew with the packet before this one: numbers and timestamps have nothing to do with those before.</summary>
    Restarted,
}

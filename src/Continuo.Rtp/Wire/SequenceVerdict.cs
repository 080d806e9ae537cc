namespace Continuo.Rtp.Wire;

/// <summary>Result of checking a packet's sequence number (RFC 3550, A.1).</summary>
internal enum SequenceVerdict
{
    /// <summary>The source is new and not validated yet. Keep the packet until the next one confirms it.</summary>
    OnProbation,

    /// <summary>The packet belongs to the stream: in order, after a loss, late, or duplicate.</summary>
    Accepted,

    /// <summary>The sequence number jumped. If the next packet follows it, the source has restarted.</summary>
    Rejected,

    /// <summary>The source restarted with the previous packet. Sequence numbers and timestamps are unrelated to earlier ones.</summary>
    Restarted,
}

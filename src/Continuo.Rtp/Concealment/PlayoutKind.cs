namespace Continuo.Rtp.Concealment;

/// <summary>Origin of a piece of output audio.</summary>
internal enum PlayoutKind
{
    /// <summary>Decoded from packets, possibly time-scaled.</summary>
    Played,

    /// <summary>Concealed, because packets are missing or late.</summary>
    Concealed,

    /// <summary>Regular silence: before the first packet, or while the sender does not transmit.</summary>
    Silent,

    /// <summary>No output: frames of the sender that were skipped, because concealment had replaced them or the lag was too long.</summary>
    Skipped,
}

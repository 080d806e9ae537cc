namespace Continuo.Rtp.Packets;

/// <summary>Sample encodings of uncompressed packets. The names are those of SDP.</summary>
internal enum PcmEncoding
{
    /// <summary>16-bit integers, big-endian (RFC 3551).</summary>
    L16,

    /// <summary>24-bit integers, big-endian (RFC 3190).</summary>
    L24,

    /// <summary>32-bit floats, little-endian: for inter-process audio on one machine, not for RTP.</summary>
    F32,
}

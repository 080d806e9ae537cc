namespace Continuo.Rtp.Wire;

/// <summary>Kinds of RTCP packet (RFC 3550, 12.1). Others exist, and are skipped.</summary>
internal enum RtcpType : byte
{
    /// <summary>What a sender has sent, and how it receives others.</summary>
    SenderReport = 200,

    /// <summary>How a receiver receives.</summary>
    ReceiverReport = 201,

    /// <summary>Names.</summary>
    SourceDescription = 202,

    /// <summary>Sources that leave.</summary>
    Goodbye = 203,

    /// <summary>Something of an application's own.</summary>
    Application = 204,
}

namespace Continuo.Rtp.Wire;

/// <summary>RTCP packet types (RFC 3550, 12.1). Other types are skipped.</summary>
internal enum RtcpType : byte
{
    /// <summary>Sender report (SR).</summary>
    SenderReport = 200,

    /// <summary>Receiver report (RR).</summary>
    ReceiverReport = 201,

    /// <summary>Source description (SDES).</summary>
    SourceDescription = 202,

    /// <summary>Goodbye (BYE).</summary>
    Goodbye = 203,

    /// <summary>Application-defined (APP).</summary>
    Application = 204,
}

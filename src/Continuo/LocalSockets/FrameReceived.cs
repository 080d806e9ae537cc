namespace Continuo.LocalSockets;

/// <summary>What a call of <see cref="FrameReader.Receive"/> found on the socket.</summary>
internal enum FrameReceived
{
    /// <summary>Bytes; perhaps not yet a whole frame.</summary>
    Bytes,

    /// <summary>No bytes now, or not within the socket's timeout.</summary>
    Nothing,

    /// <summary>The peer has closed the connection, or it failed. Nothing follows.</summary>
    Closed,
}

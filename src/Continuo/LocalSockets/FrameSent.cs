namespace Continuo.LocalSockets;

/// <summary>Progress of the frame that a <see cref="FrameWriter"/> sends.</summary>
internal enum FrameSent
{
    /// <summary>All of it was sent, or none was waiting.</summary>
    Whole,

    /// <summary>The peer accepts no more now, or not within the timeout of the socket. The frame, or its rest, waits.</summary>
    Waiting,

    /// <summary>The peer has closed the connection, or it failed. The frame was dropped.</summary>
    Closed,
}

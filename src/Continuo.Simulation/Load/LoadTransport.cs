namespace Continuo.Simulation.Load;

/// <summary>How the participants of a <see cref="LoadRun"/> are connected.</summary>
internal enum LoadTransport
{
    /// <summary>In memory: packets go straight into the jitter buffers.</summary>
    Memory,

    /// <summary>RTP over UDP on the loopback interface, both ways.</summary>
    Rtp,

    /// <summary>WebRTC over UDP on the loopback interface: a session to speak and one to listen for each.</summary>
    WebRtc,
}

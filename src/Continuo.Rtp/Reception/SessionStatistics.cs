namespace Continuo.Rtp.Reception;

/// <summary>Statistics of a session, apart from those of each source.</summary>
internal sealed record SessionStatistics
{
    /// <summary>Datagrams received on both ports.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams that are neither RTP nor RTCP.</summary>
    public long MalformedDatagrams { get; init; }

    /// <summary>Datagrams longer than the maximum of UDP over IPv4 (65,507 bytes).</summary>
    public long OversizedDatagrams { get; init; }

    /// <summary>Packets of new sources dropped because <see cref="ReceptionOptions.MaxStreams"/> was reached.</summary>
    public long RefusedPackets { get; init; }

    /// <summary>Number of collisions with the session's own SSRC. A new one is chosen each time.</summary>
    public long SsrcCollisions { get; init; }

    /// <summary>Sources that left with an RTCP goodbye.</summary>
    public long Goodbyes { get; init; }

    /// <summary>Sources that timed out.</summary>
    public long Timeouts { get; init; }

    /// <summary>Exceptions thrown by event handlers.</summary>
    public long HandlerFaults { get; init; }

    /// <summary>Receiver reports sent.</summary>
    public long ReportsSent { get; init; }

    /// <summary>Datagrams dropped by the kernel because its receive buffer was full.</summary>
    public long KernelDrops { get; init; }
}

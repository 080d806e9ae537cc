namespace Continuo.Rtp.Reception;

/// <summary>What a session counts beside its sources.</summary>
public sealed record SessionStatistics
{
    /// <summary>Datagrams received on both ports.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams that are neither RTP nor RTCP.</summary>
    public long MalformedDatagrams { get; init; }

    /// <summary>Datagrams that are longer than any that UDP over IPv4 has (65,507 bytes).</summary>
    public long OversizedDatagrams { get; init; }

    /// <summary>Packets of unknown sources for which there was no room.</summary>
    public long RefusedPackets { get; init; }

    /// <summary>How often somebody else had our SSRC; we then chose another.</summary>
    public long SsrcCollisions { get; init; }

    /// <summary>Sources that said goodbye.</summary>
    public long Goodbyes { get; init; }

    /// <summary>Sources that were forgotten because they were silent for too long.</summary>
    public long Timeouts { get; init; }

    /// <summary>Exceptions of event handlers, which ended nothing else.</summary>
    public long HandlerFaults { get; init; }

    /// <summary>Receiver reports sent.</summary>
    public long ReportsSent { get; init; }

    /// <summary>Datagrams that the kernel dropped because they were not fetched in time.</summary>
    public long KernelDrops { get; init; }
}

namespace Continuo.Network.Reception;

/// <summary>What a session counts beside its sources.</summary>
public sealed record SessionStatistics
{
    /// <summary>Datagrams received on both ports.</summary>
    public long Datagrams { get; init; }

    /// <summary>Datagrams that are neither RTP nor RTCP.</summary>
    public long MalformedDatagrams { get; init; }

    /// <summary>Datagrams that are longer than what is taken (2048 bytes).</summary>
    public long OversizedDatagrams { get; init; }

    /// <summary>Packets of sources beyond the number that is kept.</summary>
    public long RefusedPackets { get; init; }

    /// <summary>How often somebody else had our SSRC; we then chose another.</summary>
    public long SsrcCollisions { get; init; }

    /// <summary>Sources that said goodbye.</summary>
    public long Goodbyes { get; init; }

    /// <summary>Sources that were forgotten because they were silent for too long.</summary>
    public long Timeouts { get; init; }

    /// <summary>Receiver reports sent.</summary>
    public long ReportsSent { get; init; }

    /// <summary>Datagrams that the kernel dropped because they were not fetched in time.</summary>
    public long KernelDrops { get; init; }
}

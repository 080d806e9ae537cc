namespace Continuo.Rtp.Reception;

/// <summary>Counters of one source, written by the network's thread.</summary>
internal sealed class StreamCounters
{
    public long Rejected;
    public long Foreign;
    public long UnknownPayloads;
    public int LastUnknown = -1;
    public long Undecodable;
    public int LastUndecodable = -1;
    public long Empty;
    public long MalformedRedundancy;
    public long FormatChanges;
    public long AddressChanges;
    public long Outages;
    public long SenderReports;
}

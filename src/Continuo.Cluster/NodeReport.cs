namespace Continuo.Cluster;

/// <summary>What a node says of itself, once a second.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Silo">Its address and generation in the membership.</param>
/// <param name="Api">Where its web API is reached.</param>
/// <param name="Zone">Its place; empty for none.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Protocol">Newest version of what nodes say to each other that it speaks.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="IsDraining">Whether it hands its rooms over and takes no more.</param>
/// <param name="OldestProtocol">Oldest version that it speaks.</param>
[GenerateSerializer]
public sealed record NodeReport(
    [property: Id(0)] string Name,
    [property: Id(1)] SiloAddress Silo,
    [property: Id(2)] Uri Api,
    [property: Id(3)] string Zone,
    [property: Id(4)] string Version,
    [property: Id(5)] int Protocol,
    [property: Id(6)] NodeLoad Load,
    [property: Id(7)] bool IsDraining,
    [property: Id(8)] int OldestProtocol)
{
    /// <summary>The versions that it speaks.</summary>
    internal ProtocolRange Protocols => new(OldestProtocol, Protocol);

    /// <summary>SHA-256 of the certificate of its web API, in hexadecimal digits; empty if that is not encrypted.</summary>
    [Id(16)]
    public string ApiCertificate { get; init; } = "";

    /// <summary>Rooms that it records: they are opened on another node at once if it fails, whether or not anyone asks for them.</summary>
    [Id(17)]
    public string[] RecordedRooms { get; init; } = [];

    /// <summary>Streams that it records and that another node can open, likewise.</summary>
    [Id(18)]
    public string[] RecordedStreams { get; init; } = [];
}

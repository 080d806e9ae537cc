namespace Continuo.Devices.Pulse;

/// <summary>What kind of thing a server event is about; libpulse's numbers.</summary>
internal enum PulseFacility
{
    Sink = 0,
    Source = 1,
    SinkInput = 2,
    SourceOutput = 3,
    Client = 5,
    Server = 7,
}

/// <summary>What happened to it; libpulse's numbers.</summary>
internal enum PulseEventKind
{
    New = 0x00,
    Change = 0x10,
    Remove = 0x20,
}

/// <summary>Something has appeared, changed or gone on the server.</summary>
internal readonly record struct PulseEvent(PulseFacility Facility, PulseEventKind Kind, uint Index);

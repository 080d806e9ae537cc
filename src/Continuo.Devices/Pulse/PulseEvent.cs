namespace Continuo.Devices.Pulse;

/// <summary>Kind of object that an event is about, with libpulse's numbers.</summary>
internal enum PulseFacility
{
    Sink = 0,
    Source = 1,
    SinkInput = 2,
    SourceOutput = 3,
    Client = 5,
    Server = 7,
}

/// <summary>Kind of event, with libpulse's numbers.</summary>
internal enum PulseEventKind
{
    New = 0x00,
    Change = 0x10,
    Remove = 0x20,
}

/// <summary>An object on the server was added, changed or removed.</summary>
internal readonly record struct PulseEvent(PulseFacility Facility, PulseEventKind Kind, uint Index);

namespace Continuo.Playing;

/// <summary>Mode of the transport.</summary>
internal enum TransportMode
{
    Stopped,
    Playing,
    Paused,
}

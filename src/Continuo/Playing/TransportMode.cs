namespace Continuo.Playing;

/// <summary>What the transport is told to do.</summary>
internal enum TransportMode
{
    Stopped,
    Playing,
    Paused,
}

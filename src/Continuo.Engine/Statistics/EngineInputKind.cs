namespace Continuo.Engine.Statistics;

/// <summary>Origin of the audio of an engine input.</summary>
public enum EngineInputKind
{
    /// <summary>A client writes the audio.</summary>
    Stream,

    /// <summary>The engine reads a source from start to end.</summary>
    Source,

    /// <summary>A player with a transport.</summary>
    Player,

    /// <summary>A live stream with its own clock.</summary>
    Live,
}

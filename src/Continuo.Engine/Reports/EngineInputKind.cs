namespace Continuo.Engine.Reports;

/// <summary>Where the audio of an engine's input comes from.</summary>
public enum EngineInputKind
{
    /// <summary>A client writes it.</summary>
    Stream,

    /// <summary>The engine reads it, from its beginning to its end.</summary>
    Source,

    /// <summary>The engine plays it, with a transport.</summary>
    Player,

    /// <summary>A live stream with a clock of its own, which the engine follows.</summary>
    Live,
}

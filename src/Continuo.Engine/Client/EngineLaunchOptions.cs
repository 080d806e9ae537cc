using Continuo.Engine.Protocol;

namespace Continuo.Engine.Client;

/// <summary>Socket path of an engine, and how to start it if it is not running. Immutable.</summary>
public sealed record EngineLaunchOptions
{
    /// <summary>Socket path of the engine.</summary>
    public string SocketPath { get; init; } = EnginePath.Default;

    /// <summary>Sink of a started engine. A running engine keeps its own.</summary>
    public string To { get; init; } = "device:";

    /// <summary>Block length of a started engine, in frames.</summary>
    public int BlockFrames { get; init; } = 480;

    /// <summary>
    /// The program and its first arguments; <see langword="null"/>: <c>continuo</c>, next to this program or on the path.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Further arguments of a started engine, for example <c>--backend pulse</c>. A running engine keeps its own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Maximum time for the engine to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A started engine exits after this time without clients and inputs.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(10);
}

using Continuo.Engine.Protocol;

namespace Continuo.Engine.Client;

/// <summary>Where an engine is expected, and how to start it if it is not there. Immutable.</summary>
public sealed record EngineLaunchOptions
{
    /// <summary>Where it listens.</summary>
    public string SocketPath { get; init; } = EnginePath.Default;

    /// <summary>The sink that an engine is started with; one that runs keeps its own.</summary>
    public string To { get; init; } = "device:";

    /// <summary>The block that an engine is started with, in frames.</summary>
    public int BlockFrames { get; init; } = 480;

    /// <summary>The program with its first arguments; <see langword="null"/>: <c>continuo</c>, beside this program or on the path.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>How long it may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long without clients and inputs a started engine ends itself.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(10);
}

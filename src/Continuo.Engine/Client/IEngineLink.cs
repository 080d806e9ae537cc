namespace Continuo.Engine.Client;

/// <summary>What a writer needs of the engine besides the ring, wherever the engine runs.</summary>
internal interface IEngineLink
{
    /// <summary>Whether the engine still runs. Cheap: called every 100 ms while a writer waits.</summary>
    bool IsAlive { get; }

    /// <summary>Closes an input. Does nothing if it, or the engine, has ended already.</summary>
    void Close(int input);
}

namespace Continuo.Engine.Client;

/// <summary>What a writer needs of the engine besides the ring, wherever that runs.</summary>
internal interface IEngineLink
{
    /// <summary>Whether the engine still plays. Cheap: it is asked every 100 ms while a writer waits.</summary>
    bool IsAlive { get; }

    /// <summary>Ends an input; nothing happens if it, or the engine, has ended already.</summary>
    void Close(int input);
}

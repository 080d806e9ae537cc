namespace Continuo.Hosting.Entries;

/// <summary>A stream, player or recording of a host.</summary>
internal interface IEntry
{
    /// <summary>Stops and frees what could not be added to the host.</summary>
    void Release();
}

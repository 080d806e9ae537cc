namespace Continuo.Client.Contract.Messages;

/// <summary>Name of an object that was removed.</summary>
/// <param name="Name">Its name; for a session its id.</param>
public sealed record RemovedObject(string Name);

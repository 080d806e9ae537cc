namespace Continuo.Client.Contract.Rooms;

/// <summary>A seat: who one is in rooms, whenever one comes back.</summary>
/// <param name="Id">Public id of the person, for <c>?seat=</c>. It is the hash of the key.</param>
/// <param name="Key">Secret that proves it, sent as the header <c>Continuo-Seat-Key</c>.</param>
public sealed record Seat(string Id, string Key);

namespace Continuo.Server.Rooms;

/// <summary>A room of the configuration, which is open as long as the server runs.</summary>
/// <param name="Channels">1 or 2.</param>
/// <param name="TickMs">10 or 20.</param>
/// <param name="MaxMixed">How many of the loudest speakers are mixed at most; 0: all.</param>
internal sealed record RoomDeclaration(int Channels = 1, int TickMs = 20, int MaxMixed = 0);

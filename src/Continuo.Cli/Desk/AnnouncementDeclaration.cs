using Continuo.Rooms.Announcing;

namespace Continuo.Cli.Desk;

/// <summary>Something that a key plays to everyone.</summary>
/// <param name="Address">The source.</param>
/// <param name="Options">How it is heard.</param>
internal sealed record AnnouncementDeclaration(string Address, AnnouncementOptions Options);

namespace Continuo.Server.Sessions;

/// <summary>A session that was added or removed.</summary>
internal sealed record SessionChange(ServerSession Session, bool IsAdded);

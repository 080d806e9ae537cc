namespace Continuo.Devices.Wasapi;

/// <summary>One audio session of Windows, as read from it.</summary>
/// <param name="ProcessId">The process it belongs to; 0 for the system's own sounds.</param>
/// <param name="DisplayName">Name given by the program; often empty.</param>
/// <param name="Volume">0…1.</param>
/// <param name="IsMuted">Whether it is muted.</param>
/// <param name="IsActive">Whether it plays at present.</param>
/// <param name="Device">Id of its output.</param>
internal readonly record struct SessionEntry(int ProcessId, string DisplayName, double Volume, bool IsMuted, bool IsActive, string Device);

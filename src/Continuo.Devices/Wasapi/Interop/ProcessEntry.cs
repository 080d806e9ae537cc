namespace Continuo.Devices.Wasapi.Interop;

/// <summary>A running process.</summary>
/// <param name="Id">Process id.</param>
/// <param name="ParentId">Id of the process that started it; may have ended, or be another process by now.</param>
/// <param name="Name">Its program's file name, with or without <c>.exe</c>.</param>
internal readonly record struct ProcessEntry(int Id, int ParentId, string Name);

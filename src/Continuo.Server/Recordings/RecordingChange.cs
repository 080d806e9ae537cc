using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;

namespace Continuo.Server.Recordings;

/// <summary>A change of the list of recordings.</summary>
/// <param name="Action">What has happened.</param>
/// <param name="Name">Name of the recording.</param>
/// <param name="Value">The recording after the change; <see langword="null"/> after its removal.</param>
internal sealed record RecordingChange(ChangeAction Action, string Name, RecordingStatus? Value);

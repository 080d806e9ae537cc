namespace Continuo.Ipc;

/// <summary>What a listening client has been sent so far.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="Codec">How audio is sent to it: <c>s16</c>, <c>f32</c> or <c>opus</c>.</param>
/// <param name="Channels">How many channels it gets.</param>
/// <param name="Messages">Audio messages.</param>
/// <param name="Frames">Frames in them.</param>
/// <param name="Bytes">Bytes that it took, of all messages.</param>
/// <param name="GapFrames">Frames that it was told are missing.</param>
/// <param name="DroppedChunks">Chunks of the ring that were given up because it was slow.</param>
/// <param name="LagChunks">Chunks of the ring that wait for it.</param>
/// <param name="Unacknowledged">Messages that it has not acknowledged yet.</param>
public readonly record struct IpcClientReport(
    int ProcessId, string Codec, int Channels, long Messages, long Frames, long Bytes, long GapFrames, long DroppedChunks, long LagChunks, long Unacknowledged);

namespace Continuo.Ipc;

/// <summary>Statistics of one connected client.</summary>
/// <param name="ProcessId">Process id of the client.</param>
/// <param name="Codec">Codec of the audio sent: <c>s16</c>, <c>f32</c> or <c>opus</c>.</param>
/// <param name="Channels">Number of channels sent.</param>
/// <param name="Messages">Audio messages sent.</param>
/// <param name="Frames">Frames of audio sent.</param>
/// <param name="Bytes">Bytes sent, in messages of all types.</param>
/// <param name="GapFrames">Missing frames reported to the client.</param>
/// <param name="DroppedChunks">Chunks dropped because the client was slow.</param>
/// <param name="LagChunks">Chunks in the ring not sent yet.</param>
/// <param name="Unacknowledged">Messages not acknowledged yet.</param>
public readonly record struct IpcClientStatistics(
    int ProcessId, string Codec, int Channels, long Messages, long Frames, long Bytes, long GapFrames, long DroppedChunks, long LagChunks,
        long Unacknowledged);

namespace Continuo.Server.Listening;

/// <summary>A packet that a reader has copied out.</summary>
/// <param name="Sequence">Its number in the encoding, from 0. A step of more than 1 means that the reader was too slow.</param>
/// <param name="CaptureTime">Wall-clock time of its first frame, in µs since 1970.</param>
/// <param name="Frames">Its frames, at the encoding's rate.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct EncodedPacket(long Sequence, long CaptureTime, int Frames, int Length);

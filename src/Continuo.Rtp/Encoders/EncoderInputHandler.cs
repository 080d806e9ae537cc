namespace Continuo.Rtp.Encoders;

/// <summary>Takes audio in the encoder's format.</summary>
/// <param name="samples">Frames × channels.</param>
/// <param name="captureTime">Capture time of the first frame.</param>
/// <param name="gap">Frames missing before them.</param>
internal delegate void EncoderInputHandler(ReadOnlySpan<float> samples, long captureTime, long gap);

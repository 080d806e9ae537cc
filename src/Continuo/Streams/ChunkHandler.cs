using Continuo.Audio;

namespace Continuo.Streams;

/// <summary>
/// Receives chunks in order, on the subscription's own thread. May be slow and may throw without affecting other consumers.
/// </summary>
/// <param name="chunk">The chunk; valid until the handler returns.</param>
public delegate void ChunkHandler(in AudioChunk chunk);

using Continuo.Audio;

namespace Continuo.Streams;

/// <summary>Receives chunks, in order, on a thread of the subscription's own. May be slow and may throw: nobody else notices.</summary>
/// <param name="chunk">Lent until the handler returns.</param>
public delegate void ChunkHandler(in AudioChunk chunk);

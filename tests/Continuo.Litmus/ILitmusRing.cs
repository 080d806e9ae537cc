namespace Continuo.Litmus;

/// <summary>What the litmus writes to and reads from: the real ring, or its broken copy.</summary>
internal interface ILitmusRing : IDisposable
{
    void Write(ReadOnlySpan<float> samples, long sequence);

    void Complete();

    ILitmusReader OpenReader();
}

/// <summary>A cursor on a <see cref="ILitmusRing"/>.</summary>
internal interface ILitmusReader : IDisposable
{
    /// <summary>
    /// The chunk read, or −1 if nothing is pending, or −2 at the end; <paramref name="lost"/> says how many chunks were skipped before it.
    /// </summary>
    long TryRead(Span<float> destination, out long lost);

    /// <summary>Written, read and dropped by the ring's own books; <see langword="null"/> if it keeps none.</summary>
    (long Written, long Read, long Dropped)? Books { get; }
}

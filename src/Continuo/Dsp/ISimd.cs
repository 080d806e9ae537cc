using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// The vector operations that the kernels need, so that each kernel is one loop for 512, 256 and 128 bits. Implemented by empty structs and
/// resolved at compile time; every call becomes one instruction.
/// </summary>
/// <typeparam name="TVector">A hardware vector of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Number of floats per vector.</summary>
    [RealTime]
    static abstract int Count { get; }

    /// <summary>0, 1, 2 … (Count − 1).</summary>
    [RealTime]
    static abstract TVector Indices { get; }

    /// <summary>0, 0, 1, 1, 2, 2 …: the frame index of each stereo sample.</summary>
    [RealTime]
    static abstract TVector PairIndices { get; }

    /// <summary>Loads <see cref="Count"/> floats; no alignment required.</summary>
    [RealTime]
    static abstract TVector Load(float* from);

    /// <summary>Stores <see cref="Count"/> floats; no alignment required.</summary>
    [RealTime]
    static abstract void Store(TVector vector, float* to);

    /// <summary>One value in all lanes.</summary>
    [RealTime]
    static abstract TVector Repeat(float value);

    /// <summary>Two alternating values, to multiply left and right samples with.</summary>
    [RealTime]
    static abstract TVector RepeatPair(float* pair);

    /// <summary>a + b.</summary>
    [RealTime]
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a × b.</summary>
    [RealTime]
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a × b + c, rounded once where the processor can.</summary>
    [RealTime]
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The smaller of each pair. Not defined for NaN.</summary>
    [RealTime]
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger of each pair. Not defined for NaN.</summary>
    [RealTime]
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Absolute value.</summary>
    [RealTime]
    static abstract TVector Abs(TVector a);

    /// <summary>Replaces infinities and NaN by 0.</summary>
    [RealTime]
    static abstract TVector Finite(TVector a);

    /// <summary>Sum of all lanes.</summary>
    [RealTime]
    static abstract float Sum(TVector a);
}

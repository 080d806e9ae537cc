using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// The few vector operations that the kernels need, so that each kernel is one loop for 512, 256 and 128 bits. Implemented by
/// empty structures and resolved at compile time; every call becomes its instruction.
/// </summary>
/// <typeparam name="TVector">A hardware vector of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Number of floats a vector holds.</summary>
    [RealTime]
    static abstract int Count { get; }

    /// <summary>0, 1, 2 … (Count − 1).</summary>
    [RealTime]
    static abstract TVector Indices { get; }

    /// <summary>0, 0, 1, 1, 2, 2 …: the frame of each sample in stereo.</summary>
    [RealTime]
    static abstract TVector PairIndices { get; }

    /// <summary>Reads <see cref="Count"/> floats; no alignment is needed.</summary>
    [RealTime]
    static abstract TVector Load(float* from);

    /// <summary>Writes <see cref="Count"/> floats; no alignment is needed.</summary>
    [RealTime]
    static abstract void Store(TVector vector, float* to);

    /// <summary>One value everywhere.</summary>
    [RealTime]
    static abstract TVector Repeat(float value);

    /// <summary>Two values in turn: what left and right samples are multiplied by.</summary>
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

    /// <summary>The lesser of each pair. Not for NaN.</summary>
    [RealTime]
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The greater of each pair. Not for NaN.</summary>
    [RealTime]
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Without the sign.</summary>
    [RealTime]
    static abstract TVector Abs(TVector a);

    /// <summary>The same, with 0 in place of infinities and NaN.</summary>
    [RealTime]
    static abstract TVector Finite(TVector a);

    /// <summary>All of its floats added up.</summary>
    [RealTime]
    static abstract float Sum(TVector a);
}

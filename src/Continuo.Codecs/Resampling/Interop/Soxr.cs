using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Interop;

namespace Continuo.Codecs.Resampling.Interop;

/// <summary>The used part of libsoxr 0.1 (soxr.h). Lengths are in frames.</summary>
internal static unsafe partial class Soxr
{
    public const string Package = "libsoxr0";
    public const int Float32Interleaved = 0;

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, Package);

    private const string FileName = "libsoxr.so.0";

    [LibraryImport(FileName, EntryPoint = "soxr_io_spec")]
    public static partial IoSpec MakeIoSpec(int inputType, int outputType);

    [LibraryImport(FileName, EntryPoint = "soxr_quality_spec")]
    public static partial QualitySpec MakeQualitySpec(CULong recipe, CULong flags);

    [LibraryImport(FileName, EntryPoint = "soxr_runtime_spec")]
    public static partial RuntimeSpec MakeRuntimeSpec(uint threads);

    [LibraryImport(FileName, EntryPoint = "soxr_create")]
    public static partial SoxrHandle Create(
        double inputRate, double outputRate, uint channels, byte** error, IoSpec* io, QualitySpec* quality, RuntimeSpec* runtime);

    [LibraryImport(FileName, EntryPoint = "soxr_process")]
    [RealTime]
    public static partial byte* Process(
        SoxrHandle resampler, float* input, nuint inputFrames, nuint* inputDone, float* output, nuint outputFrames, nuint* outputDone);

    [LibraryImport(FileName, EntryPoint = "soxr_delay")]
    public static partial double Delay(SoxrHandle resampler);

    [LibraryImport(FileName, EntryPoint = "soxr_delete")]
    public static partial void Delete(nint resampler);

    /// <summary><c>soxr_io_spec_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoSpec
    {
        public int InputType;
        public int OutputType;
        public double Scale;
        public nint Reserved;
        public CULong Flags;
    }

    /// <summary><c>soxr_quality_spec_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct QualitySpec
    {
        public double Precision;
        public double PhaseResponse;
        public double PassbandEnd;
        public double StopbandBegin;
        public nint Reserved;
        public CULong Flags;
    }

    /// <summary><c>soxr_runtime_spec_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RuntimeSpec
    {
        public uint Log2MinDftSize;
        public uint Log2LargeDftSize;
        public uint CoefficientKilobytes;
        public uint Threads;
        public nint Reserved;
        public CULong Flags;
    }
}

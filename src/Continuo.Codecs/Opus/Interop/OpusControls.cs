using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus.Interop;

/// <summary>
/// The control functions of libopus, which are variadic in C and bound here with fixed arguments. This is correct where a variadic integer
/// or pointer is passed like a named one: x86-64 (System V and Windows), x86 (cdecl), 32-bit ARM, ARM64 (AAPCS64 and Windows), RISC-V and
/// LoongArch. Apple's ARM64 passes it on the stack, and ppc64le and s390x are untested: <see cref="Require"/> refuses these platforms.
/// </summary>
internal static unsafe partial class OpusControls
{
    public const int SetBitRate = 4002;
    public const int GetBitRate = 4003;
    public const int SetVariable = 4006;
    public const int GetBandwidth = 4009;
    public const int SetComplexity = 4010;
    public const int SetInBandFec = 4012;
    public const int SetExpectedLoss = 4014;
    public const int SetDtx = 4016;
    public const int SetConstrained = 4020;
    public const int SetForceChannels = 4022;
    public const int SetSignal = 4024;
    public const int GetLookAhead = 4027;

    /// <summary>OPUS_AUTO.</summary>
    public const int Auto = -1000;

    private const int ResetState = 4028;

    /// <summary>Whether the fixed binding is correct on this platform.</summary>
    public static bool IsSupported =>
        IsRightFor(RuntimeInformation.ProcessArchitecture,
            OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS());

    /// <summary>Whether the fixed binding is correct for a processor, and on Apple's systems.</summary>
    public static bool IsRightFor(Architecture processor, bool isApple) => processor switch
    {
        Architecture.X64 or Architecture.X86 or Architecture.Arm or Architecture.RiscV64 or Architecture.LoongArch64 => true,
        Architecture.Arm64 => !isApple,
        _ => false,
    };

    /// <summary>Refuses platforms on which a control's value would not be passed.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>.</exception>
    public static void Require()
    {
        if (IsSupported) return;
        throw new AudioException(
            AudioErrorCode.Unsupported,
            $"Opus on {RuntimeInformation.RuntimeIdentifier}",
            "libopus is controlled by variadic functions, which cannot be called from .NET on this platform",
            "Use L16 or L24, or another platform");
    }

    /// <summary>Sets an integer parameter of an encoder.</summary>
    /// <returns>0, or a negative error.</returns>
    [RealTime]
    public static int Set(nint encoder, int control, int value) => EncoderSet(encoder, control, value);

    /// <summary>Reads an integer parameter of an encoder.</summary>
    public static int Get(nint encoder, int control)
    {
        int value;
        // Safety: the pointer is to a local that outlives the call.
        return EncoderGet(encoder, control, &value) == 0 ? value : -1;
    }

    /// <summary>Resets a decoder's state.</summary>
    [RealTime]
    public static void Reset(nint decoder) => _ = DecoderDo(decoder, ResetState);

    [LibraryImport(LibOpus.FileName, EntryPoint = "opus_encoder_ctl")]
    [RealTime]
    private static partial int EncoderSet(nint encoder, int control, int value);

    [LibraryImport(LibOpus.FileName, EntryPoint = "opus_encoder_ctl")]
    private static partial int EncoderGet(nint encoder, int control, int* value);

    [LibraryImport(LibOpus.FileName, EntryPoint = "opus_decoder_ctl")]
    [RealTime]
    private static partial int DecoderDo(nint decoder, int control);
}

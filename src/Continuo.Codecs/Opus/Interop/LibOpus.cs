using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Interop;

namespace Continuo.Codecs.Opus.Interop;

/// <summary>
/// The used part of libopus 1.x (opus.h), except its variadic functions, which are in <see cref="OpusControls"/>. Lengths are in frames and
/// bytes.
/// </summary>
internal static unsafe partial class LibOpus
{
    public const string Package = "libopus0";
    public const string FileName = "libopus.so.0";

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, Package);

    /// <summary>Loads the library.</summary>
    /// <exception cref="Audio.AudioException">It is not installed.</exception>
    public static void Require() => Library.Require("coding Opus");

    [LibraryImport(FileName, EntryPoint = "opus_strerror")]
    public static partial byte* ErrorText(int error);

    [LibraryImport(FileName, EntryPoint = "opus_encoder_create")]
    public static partial OpusEncoderHandle CreateEncoder(int sampleRate, int channels, int application, int* error);

    [LibraryImport(FileName, EntryPoint = "opus_encode_float")]
    [RealTime]
    public static partial int Encode(nint encoder, float* samples, int frames, byte* packet, int maxBytes);

    [LibraryImport(FileName, EntryPoint = "opus_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(FileName, EntryPoint = "opus_decoder_create")]
    public static partial OpusDecoderHandle CreateDecoder(int sampleRate, int channels, int* error);

    /// <summary>
    /// Without a packet, conceals <paramref name="frames"/> frames; with <paramref name="previous"/> = 1, decodes the packet's copy of the
    /// preceding frames.
    /// </summary>
    [LibraryImport(FileName, EntryPoint = "opus_decode_float")]
    [RealTime]
    public static partial int Decode(nint decoder, byte* packet, int bytes, float* samples, int frames, int previous);

    [LibraryImport(FileName, EntryPoint = "opus_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);
}

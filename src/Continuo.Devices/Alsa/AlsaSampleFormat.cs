using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;
using Continuo.Diagnostics;

namespace Continuo.Devices.Alsa;

/// <summary>How a device stores samples, with conversion from and to float. Immutable; real-time-safe.</summary>
/// <param name="Code">ALSA's number of the format.</param>
/// <param name="Type">Type of a sample.</param>
/// <param name="IsPadded">Whether 24 bits lie in the lower three of four bytes.</param>
/// <param name="Name">Name in listings.</param>
internal sealed record AlsaSampleFormat(int Code, SampleType Type, bool IsPadded, string Name)
{
    /// <summary>All supported formats, the one with the smallest loss first: float passes through, 32 bits keep a float's 24.</summary>
    public static IReadOnlyList<AlsaSampleFormat> All { get; } =
    [
        new(LibAsound.FormatFloat, SampleType.F32, false, "f32"),
        new(LibAsound.FormatS32, SampleType.S32, false, "s32"),
        new(LibAsound.FormatS24Packed, SampleType.S24, false, "s24_3le"),
        new(LibAsound.FormatS24, SampleType.S24, true, "s24"),
        new(LibAsound.FormatS16, SampleType.S16, false, "s16"),
    ];

    /// <summary>Bytes per sample.</summary>
    [RealTime]
    public int Bytes => IsPadded ? 4 : PcmFormat.BytesOf(Type);

    /// <summary>Converts samples to the device's bytes.</summary>
    /// <param name="samples">Samples, −1…1 nominal.</param>
    /// <param name="destination"><see cref="Bytes"/> × samples.</param>
    [RealTime]
    public void Encode(ReadOnlySpan<float> samples, Span<byte> destination)
    {
        SampleConverter.Encode(samples, Type, destination);
        if (!IsPadded) return;
        // Three bytes become four in place, so the last is moved first.
        for (var i = samples.Length - 1; i >= 0; i--)
        {
            destination[(i * 4) + 2] = destination[(i * 3) + 2];
            destination[(i * 4) + 1] = destination[(i * 3) + 1];
            destination[i * 4] = destination[i * 3];
            destination[(i * 4) + 3] = (byte)((sbyte)destination[(i * 4) + 2] >> 7);
        }
    }

    /// <summary>Converts the device's bytes to samples.</summary>
    /// <param name="source"><see cref="Bytes"/> × samples. Not preserved.</param>
    /// <param name="samples">Receives the samples.</param>
    [RealTime]
    public void Decode(Span<byte> source, Span<float> samples)
    {
        if (IsPadded)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                source[i * 3] = source[i * 4];
                source[(i * 3) + 1] = source[(i * 4) + 1];
                source[(i * 3) + 2] = source[(i * 4) + 2];
            }
        }

        SampleConverter.Decode(source, Type, samples);
    }
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;

namespace Continuo.Devices.Alsa;

/// <summary>Agrees with a device on sample format, rate, channels, period and buffer.</summary>
internal static unsafe class AlsaNegotiation
{
    private const int PreferredRate = 48_000;
    private const int PreferredChannels = 2;

    /// <summary>Sets the device's parameters.</summary>
    /// <returns>What was granted.</returns>
    /// <exception cref="AudioException">The device does not have the requested rate or channels, or no supported sample format
    /// (<see cref="AudioErrorCode.Unsupported"/>).</exception>
    public static AlsaGrant Run(nint pcm, AlsaRequest request)
    {
        _ = LibAsound.NewHardware(out var hardware);
        try
        {
            if (LibAsound.AnyHardware(pcm, hardware) is var error and < 0)
                throw AlsaFailure.OfOpening(request.Asked, request.Device, error, request.IsCapture);
            if (LibAsound.SetAccess(pcm, hardware, LibAsound.ReadWriteInterleaved) < 0)
                throw Refused(request, "has no interleaved access", $"Use device:plug:{request.Device}, which converts");
            var sample = AlsaSampleFormat.All.FirstOrDefault(f => LibAsound.TestFormat(pcm, hardware, f.Code) == 0)
                ?? throw Refused(request, "has none of the sample formats f32, s32, s24 and s16", "Use its plughw: device, which converts");
            _ = LibAsound.SetFormat(pcm, hardware, sample.Code);
            var channels = Channels(pcm, hardware, request);
            var rate = Rate(pcm, hardware, request);
            var period = Math.Max(1, (nuint)(request.Period.TotalSeconds * rate));
            var buffer = Math.Max(2 * period, (nuint)(request.Buffer.TotalSeconds * rate));
            _ = LibAsound.SetPeriodNear(pcm, hardware, ref period, null);
            _ = LibAsound.SetBufferNear(pcm, hardware, ref buffer);
            if (LibAsound.SetHardware(pcm, hardware) is var refusal and < 0)
            {
                throw Refused(request,
                    string.Create(CultureInfo.InvariantCulture,
                        $"refuses {rate} Hz with {channels} channels ({LibAsound.ErrorText(refusal)})"),
                    "Request another format, or use its plughw: device, which converts");
            }

            _ = LibAsound.PeriodOf(hardware, out period, null);
            _ = LibAsound.BufferOf(hardware, out buffer);
            return new AlsaGrant(sample, rate, channels, (int)period, (int)buffer);
        }
        finally
        {
            LibAsound.FreeHardware(hardware);
        }
    }

    private static int Channels(nint pcm, nint hardware, AlsaRequest request)
    {
        _ = LibAsound.MinChannels(hardware, out var low);
        _ = LibAsound.MaxChannels(hardware, out var high);
        var wanted = request.Channels ?? (int)Math.Clamp(PreferredChannels, low, Math.Max(low, high));
        if (wanted <= AudioFormat.MaxChannels && LibAsound.SetChannels(pcm, hardware, (uint)wanted) == 0) return wanted;
        throw Refused(request, string.Create(CultureInfo.InvariantCulture, $"has {Range(low, high)} channels, not {wanted}"),
            $"Request a number it has, or use device:plug:'{request.Device}', which converts");
    }

    private static int Rate(nint pcm, nint hardware, AlsaRequest request)
    {
        _ = LibAsound.MinRate(hardware, out var low, null);
        _ = LibAsound.MaxRate(hardware, out var high, null);
        if (request.SampleRate is { } wanted)
        {
            if (LibAsound.SetRate(pcm, hardware, (uint)wanted, 0) == 0) return wanted;
            throw Refused(request, string.Create(CultureInfo.InvariantCulture, $"has {Range(low, high)} Hz, not {wanted}"),
                $"Request a rate it has, or use device:plug:'{request.Device}', which converts");
        }

        uint rate = PreferredRate;
        if (LibAsound.SetRateNear(pcm, hardware, ref rate, null) == 0
            && rate is >= AudioFormat.MinSampleRate and <= AudioFormat.MaxSampleRate)
        {
            return (int)rate;
        }

        throw Refused(request,
            string.Create(CultureInfo.InvariantCulture,
                $"has {Range(low, high)} Hz, outside {AudioFormat.MinSampleRate}…{AudioFormat.MaxSampleRate}"),
            "Use another device");
    }

    private static string Range(uint low, uint high) =>
        low == high ? low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{low}…{high}");

    private static AudioException Refused(AlsaRequest request, string happened, string remedy) =>
        new(AudioErrorCode.Unsupported, request.Asked, $"'{request.Device}' {happened}", remedy);
}

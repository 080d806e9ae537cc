using Continuo.Codecs.Opus;

namespace Continuo.Codecs.Tests.Opus;

[Collection(nameof(Alone))] // the choice is the process's
public sealed class ManagedOpusTests : IDisposable
{
    private const double Hertz = 440;

    public void Dispose() => OpusCodec.Implementation = OpusImplementation.Automatic;

    [Fact]
    public void The_opus_implementation_is_logged()
    {
        Assert.Equal((false, "libopus"), (OpusCodec.IsManaged, OpusCodec.Description));
        OpusCodec.Implementation = OpusImplementation.Managed;
        Assert.True(OpusCodec.IsManaged);
        Assert.Contains("Concentus", OpusCodec.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OpusImplementation.Managed, OpusImplementation.Managed)]
    [InlineData(OpusImplementation.Managed, OpusImplementation.Native)]
    [InlineData(OpusImplementation.Native, OpusImplementation.Managed)]
    public void Each_implementation_decodes_what_the_other_encodes(OpusImplementation encodes, OpusImplementation decodes)
    {
        var sine = new float[48_000 * 2];
        for (var i = 0; i < sine.Length; i++) sine[i] = 0.5f * (float)Math.Sin(i / 2 * Hertz * 2 * Math.PI / 48_000);
        OpusCodec.Implementation = encodes;
        using var encoder = new OpusEncoder(OpusRun.Stereo, OpusApplication.Audio, new OpusSettings { BitRate = 96_000 });
        var packets = OpusRun.Encode(encoder, sine, 960);
        OpusCodec.Implementation = decodes;
        var heard = OpusRun.Decode(OpusRun.Stereo, packets);

        Assert.Equal(sine.Length, heard.Length);
        Assert.InRange(encoder.LookAheadFrames, 100, 400);
        var delay = encoder.LookAheadFrames * 2;
        var (error, power) = (0.0, 0.0);
        for (var i = 9_600; i < sine.Length - delay; i++)
        {
            error += Math.Pow(heard[i + delay] - sine[i], 2);
            power += sine[i] * sine[i];
        }

        Assert.True(10 * Math.Log10(power / error) > 20, $"{10 * Math.Log10(power / error):F1} dB");
    }

    [Fact]
    public void Malformed_packets_are_refused_and_a_missing_one_is_concealed()
    {
        OpusCodec.Implementation = OpusImplementation.Managed;
        using var decoder = new OpusDecoder(OpusRun.Mono);
        var (random, samples) = (new Random(1), new float[decoder.MaxFrames]);
        var packet = new byte[200];
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(packet);
            Assert.InRange(decoder.Decode(packet.AsSpan(0, random.Next(packet.Length)), samples), -1, decoder.MaxFrames);
        }

        decoder.Conceal(samples);
        Assert.DoesNotContain(samples, float.IsNaN);
        decoder.Reset();
    }
}

using Continuo.Rtp.Packets;
using Continuo.Simulation.Load;

namespace Continuo.Simulation.Tests.Load;

/// <summary>The load generator finds what is wrong, and nothing where all is right.</summary>
public class ContentCheckTests
{
    private static readonly LoadOptions Options = new() { Speakers = 8, Listeners = 8, ChangedVolumes = 3 };

    [Fact]
    public void The_right_mix_has_no_mistake()
    {
        for (var listener = 0; listener < 8; listener++) Assert.Null(Check(listener, (_, gain) => gain));
    }

    [Theory]
    [InlineData("speaker 0 at 100.0 % instead of 0 %", 0, 1.0)] // hears itself
    [InlineData("speaker 1 at 100.0 % instead of 50 %", 1, 1.0)] // a volume that was not applied
    [InlineData("speaker 2 at 50.0 % instead of 0 %", 2, 0.5)] // a muted voice
    [InlineData("speaker 5 at 0.0 % instead of 100 %", 5, 0.0)] // a voice that is missing
    [InlineData("speaker 6 at 90.0 % instead of 100 %", 6, 0.9)]
    public void A_wrong_level_is_found(string expected, int speaker, double gain) =>
        Assert.StartsWith(expected, Check(0, (voice, right) => voice == speaker ? gain : right), StringComparison.Ordinal);

    [Fact]
    public void A_step_in_time_is_found() =>
        Assert.Contains("the phase of speaker", Check(0, (_, gain) => gain, skipped: 37), StringComparison.Ordinal);

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Each_marker_is_found_to_a_tenth_of_a_millisecond_and_no_other(int marker)
    {
        var middle = 3000 + 6000 * marker;
        var second = new float[48_000];
        for (var i = 0; i < second.Length; i++) second[i] = 0.2f * MathF.Sin(2 * MathF.PI * 1000 * i / 48_000);
        Assert.True(MarkerBurst.Find(second, 48_000, marker) < 0);
        MarkerBurst.AddTo(second, 48_000, marker);
        for (var skipped = 0; skipped < 100; skipped += 13)
        {
            Assert.Equal(4000 - skipped, MarkerBurst.Find(second.AsSpan(middle - 4000 + skipped), 48_000, marker), 5.0);
            Assert.True(MarkerBurst.Find(second.AsSpan(middle - 4000 + skipped), 48_000, marker - 1) < 0);
        }
    }

    private static string? Check(int listener, Func<int, double, double> gain, int skipped = 0)
    {
        var plan = new VoicePlan(Options);
        var codec = CodecRegistry.Describe("opus", Options.Format);
        using var check = new ContentCheck(Options, plan, codec);
        using var encoder = CodecRegistry.CreateEncoder(codec, Options.Preset);
        var recording = new EarRecording(check.Blocks, codec.FramesPerPacket, 1500);
        var (samples, payload) = (new float[codec.FramesPerPacket], new byte[encoder.MaxPayloadBytes]);
        for (var block = 0; block < check.Blocks; block++)
        {
            Array.Clear(samples);
            var position = block * samples.Length + (block > check.Blocks * 3 / 5 ? skipped : 0);
            for (var voice = 0; voice < Options.Speakers; voice++)
            {
                var amplitude = plan.Amplitude * gain(voice, plan.Gain(listener, voice));
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] += (float)(amplitude * Math.Sin(2 * Math.PI * plan.Hertz[voice] * (position + i) / 48_000 + voice));
                }
            }

            recording.Add(payload.AsSpan(0, encoder.Encode(samples, payload)), samples, default, block);
        }

        return check.Check(recording, listener);
    }
}

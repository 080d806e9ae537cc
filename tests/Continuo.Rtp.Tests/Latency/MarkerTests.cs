using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Latency;

namespace Continuo.Rtp.Tests.Latency;

public class MarkerTests
{
    private const int Rate = 48_000;
    private const long Start = 5_000_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(37.5)]
    [InlineData(1234.56)]
    public void A_marker_in_silence_is_found_to_a_hundredth_of_a_millisecond(double latencyMs)
    {
        var chain = new Chain(Silence(Rate * 3), latencyMs);
        Assert.InRange(chain.Level, -61, -59);
        Assert.True(chain.TryFind(out var sighting));
        Assert.Equal(latencyMs, sighting.Latency.TotalMilliseconds, 0.015);
    }

    [Fact]
    public void A_hidden_marker_is_found_under_music_and_noise()
    {
        foreach (var audio in new[] { Chord(Rate * 3), Noise(Rate * 3, 0.1), Mix(Chord(Rate * 3), Noise(Rate * 3, 0.03)) })
        {
            var chain = new Chain(audio, 250);
            Assert.True(chain.TryFind(out var sighting), $"{sighting.StrengthDb:F1} dB");
            Assert.Equal(250, sighting.Latency.TotalMilliseconds, 0.1);
        }
    }

    [Theory]
    [InlineData("voice-low", 1)]
    [InlineData("low", 2)]
    [InlineData("high", 2)]
    public void A_hidden_marker_comes_through_Opus(string preset, int channels)
    {
        foreach (var audio in new[] { Silence(Rate * 2), Mix(Chord(Rate * 2), Noise(Rate * 2, 0.02)) })
        {
            var format = new AudioFormat(Rate, channels);
            var chain = new Chain(Spread(audio, channels), 100, channels, samples => ThroughOpus(samples, format, preset, out _));
            Assert.True(chain.TryFind(out var sighting), $"{sighting.StrengthDb:F1} dB");

            // The codec's look-ahead is part of the latency.
            ThroughOpus(new float[960 * channels], format, preset, out var lookAhead);
            Assert.Equal(100 + lookAhead * 1000.0 / Rate, sighting.Latency.TotalMilliseconds, 0.5);
        }
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-100)]
    [InlineData(300)]
    [InlineData(1000)]
    public void A_marker_that_was_resampled_is_found(double ppm)
    {
        var chain = new Chain(Mix(Chord(Rate * 3), Noise(Rate * 3, 0.02)), 80, 1, samples => Resample(samples, ppm));
        Assert.True(chain.TryFind(out var sighting), $"{sighting.StrengthDb:F1} dB");
        Assert.Equal(80 - ppm * 1e-6 * 500, sighting.Latency.TotalMilliseconds, 0.2); // the marker comes after half a second
        Assert.Equal(ppm, sighting.SpeedPpm, 350.0);
    }

    [Fact]
    public void Where_there_is_no_marker_none_is_found()
    {
        foreach (var audio in new[] { Silence(Rate * 3), Noise(Rate * 3, 0.1), Mix(Chord(Rate * 3), Noise(Rate * 3, 0.03)) })
        {
            var detector = new MarkerDetector(new AudioFormat(Rate, 1));
            detector.Take(audio, Start);
            Assert.False(detector.TryFind(Start, out var sighting), $"{sighting.StrengthDb:F1} dB");
        }
    }

    [Fact]
    public void Markers_come_at_their_interval_and_each_is_found_by_its_time()
    {
        var format = new AudioFormat(Rate, 1);
        var marker = new LatencyMarker(format, new MarkerOptions { Interval = TimeSpan.FromSeconds(2) });
        var detector = new MarkerDetector(format);
        var block = new float[480];
        for (var i = 0; i < 500; i++)
        {
            Array.Clear(block);
            marker.Add(block, Start + i * 10_000_000L);
            detector.Take(block, Start + i * 10_000_000L + 42_000_000);
        }

        Assert.Equal(3, marker.Emitted);
        Assert.Equal(Start + 4_500_000_000, marker.CaptureTime(2));
        for (var i = 0; i < 2; i++)
        {
            Assert.True(detector.TryFind(marker.CaptureTime(i), out var sighting));
            Assert.Equal(42, sighting.Latency.TotalMilliseconds, 0.01);
        }
    }

    [Fact]
    public void Adding_and_taking_allocate_nothing()
    {
        var format = new AudioFormat(Rate, 2);
        var (marker, detector, block) = (new LatencyMarker(format), new MarkerDetector(format), new float[960]);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            marker.Add(block, 0);
            detector.Take(block, 0);
            Array.Clear(block);
        }, calls: 1));
    }

    [Fact]
    public void Rates_that_cannot_carry_it_and_bad_options_are_refused()
    {
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => new LatencyMarker(new AudioFormat(8000, 1))).Code);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => new MarkerDetector(new AudioFormat(8000, 1))).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new LatencyMarker(new AudioFormat(Rate, 1), new MarkerOptions { MinLevelDb = 3 })).Code);
    }

    [Fact]
    public void The_parts_of_a_breakdown_are_its_sum()
    {
        var breakdown = new LatencyBreakdown
        {
            DeviceMs = 1,
            ChunkMs = 10,
            RingMs = 0.5,
            EncodeMs = 7,
            NetworkMs = 0.2,
            JitterBufferMs = 20,
            DecodeMs = 0.6,
            OutputMs = 15,
        };
        Assert.Equal(54.3, breakdown.SumMs, 9);
        Assert.Equal(breakdown.SumMs, breakdown.Parts.Sum(p => p.Ms), 9);
        Assert.True(breakdown.Explains(TimeSpan.FromMilliseconds(55.2)));
        Assert.False(breakdown.Explains(TimeSpan.FromMilliseconds(55.4)));
    }

    private static float[] Silence(int frames) => new float[frames];

    private static float[] Noise(int frames, double level)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, frames).Select(_ => (float)((random.NextDouble() - 0.5) * 2 * level))];
    }

    /// <summary>Notes that change four times a second, each with ten partials that fade.</summary>
    private static float[] Chord(int frames)
    {
        var samples = new float[frames];
        double[] notes = [220, 277.2, 329.6, 440, 369.99];
        for (var i = 0; i < frames; i++)
        {
            var (note, at) = (notes[i / 12_000 % notes.Length], i % 12_000);
            for (var k = 1; k <= 10; k++)
            {
                samples[i] += (float)(0.2 / k * Math.Exp(-at / 8000.0) * Math.Sin(2 * Math.PI * note * k * i / Rate));
            }
        }

        return samples;
    }

    private static float[] Mix(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static float[] Spread(float[] mono, int channels) => [.. mono.SelectMany(x => Enumerable.Repeat(x, channels))];

    private static float[] ThroughOpus(float[] samples, AudioFormat format, string preset, out int lookAhead)
    {
        var named = OpusPreset.Named(preset);
        using var encoder = new OpusEncoder(format, named.Application, named.Settings);
        using var decoder = new OpusDecoder(format);
        lookAhead = encoder.LookAheadFrames;
        var (packet, output, block) = (new byte[4000], new float[samples.Length], 480 * format.Channels);
        for (var at = 0; at + block <= samples.Length; at += block)
        {
            var bytes = encoder.Encode(samples.AsSpan(at, block), packet);
            decoder.Decode(packet.AsSpan(0, bytes), output.AsSpan(at));
        }

        return output;
    }

    private static float[] Resample(float[] samples, double ppm)
    {
        var (resampler, output) = (new FractionalResampler(1, samples.Length), new float[samples.Length]);
        resampler.Write(samples);
        resampler.Read(output, 1 + ppm * 1e-6, 1 + ppm * 1e-6);
        return output;
    }

    /// <summary>Half a second of audio, then one marker in it; heard some time later.</summary>
    private sealed class Chain
    {
        private readonly MarkerDetector _detector;
        private readonly long _captureTime;

        public Chain(float[] audio, double latencyMs, int channels = 1, Func<float[], float[]>? through = null)
        {
            var format = new AudioFormat(Rate, channels);
            var plain = (float[])audio.Clone();
            var marker = new LatencyMarker(format, new MarkerOptions { Interval = TimeSpan.FromMinutes(1) });
            for (var at = 0; at < audio.Length; at += 480 * channels)
            {
                marker.Add(audio.AsSpan(at, 480 * channels), Start + (long)(at / channels * 1e9 / Rate));
            }

            _captureTime = marker.CaptureTime(0);
            Level = 10 * Math.Log10(
                audio.Zip(plain, (a, b) => (double)(a - b) * (a - b)).Skip(24_000 * channels).Take(32_768 * channels).Average());
            var heard = through?.Invoke(audio) ?? audio;
            _detector = new MarkerDetector(format);
            for (var at = 0; at + 441 * channels <= heard.Length; at += 441 * channels)
            {
                _detector.Take(heard.AsSpan(at, 441 * channels), Start + (long)(latencyMs * 1e6) + (long)(at / channels * 1e9 / Rate));
            }
        }

        /// <summary>The marker's, in dBFS.</summary>
        public double Level { get; }

        public bool TryFind(out MarkerSighting sighting) => _detector.TryFind(_captureTime, out sighting);
    }
}

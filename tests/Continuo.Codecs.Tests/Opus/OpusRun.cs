using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Codecs.Tests.Opus;

/// <summary>A whole sound through an encoder and a decoder.</summary>
internal static class OpusRun
{
    public static readonly AudioFormat Mono = new(48_000, 1);
    public static readonly AudioFormat Stereo = new(48_000, 2);

    /// <summary>All whole packets of a sound.</summary>
    public static List<byte[]> Encode(OpusEncoder encoder, float[] sound, int framesPerPacket, Action<int>? before = null)
    {
        var packets = new List<byte[]>();
        var room = new byte[4000];
        var step = framesPerPacket * encoder.Format.Channels;
        for (var at = 0; at + step <= sound.Length; at += step)
        {
            before?.Invoke(packets.Count);
            packets.Add(room[..encoder.Encode(sound.AsSpan(at, step), room)]);
        }

        return packets;
    }

    public static float[] Decode(AudioFormat format, IEnumerable<byte[]> packets)
    {
        using var decoder = new OpusDecoder(format);
        var sound = new List<float>();
        var room = new float[decoder.MaxFrames * format.Channels];
        foreach (var packet in packets)
        {
            var frames = decoder.Decode(packet, room);
            Assert.True(frames > 0);
            sound.AddRange(room.AsSpan(0, frames * format.Channels));
        }

        return [.. sound];
    }

    /// <summary>Something like a voice: harmonics of a gliding pitch under formants, in syllables.</summary>
    public static float[] Speech(int rate, int frames)
    {
        var sound = new float[frames];
        double phase = 0;
        for (var i = 0; i < frames; i++)
        {
            var time = (double)i / rate;
            var pitch = 130 + (25 * Math.Sin(2 * Math.PI * 0.9 * time));
            phase += 2 * Math.PI * pitch / rate;
            double sum = 0;
            for (var harmonic = 1; harmonic <= 20; harmonic++)
            {
                var frequency = harmonic * pitch;
                var weight = Math.Exp(-Math.Pow((frequency - 600) / 300, 2)) + (0.4 * Math.Exp(-Math.Pow((frequency - 1700) / 400, 2)));
                sum += weight * Math.Sin(harmonic * phase);
            }

            sound[i] = (float)(0.15 * sum * (0.6 + (0.4 * Math.Sin(2 * Math.PI * 3 * time))));
        }

        return sound;
    }

    public static float[] Interleave(float[] left, float[] right)
    {
        var sound = new float[left.Length * 2];
        for (var i = 0; i < left.Length; i++) (sound[2 * i], sound[(2 * i) + 1]) = (left[i], right[i]);
        return sound;
    }

    public static float[] Channel(float[] sound, int channel) => [.. sound.Where((_, i) => i % 2 == channel)];
}

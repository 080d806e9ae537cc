using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Benchmarks.Network;

/// <summary>
/// Encoding and decoding a packet of 20 ms, in turn with libopus called by a C program that does the same work; both in processor time.
/// </summary>
internal sealed partial class OpusBenchmarks : IDisposable
{
    private const int Packets = 100;
    private const int Frames = 960;
    private const int Rounds = 40;
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID

    private readonly OpusPreset _preset;
    private readonly AudioFormat _format;
    private readonly OpusPacketEncoder _encoder;
    private readonly OpusPacketDecoder _decoder;
    private readonly Process _peer;
    private readonly float[] _sound;
    private readonly byte[][] _coded;
    private readonly byte[] _packet = new byte[OpusFormat.MaxFrameBytes];
    private readonly float[] _decoded;
    private int _nextEncoded;
    private int _nextDecoded;

    private OpusBenchmarks(OpusPreset preset, int channels, string peer)
    {
        _preset = preset with { Settings = preset.Settings with { Signal = OpusSignal.Auto } };
        _format = new AudioFormat(48_000, channels);
        _encoder = new OpusPacketEncoder(_format, Frames, _preset);
        _decoder = new OpusPacketDecoder(_format);
        _decoded = new float[_decoder.MaxFrames * channels];
        _sound = MakeSound(channels);
        using var filler = new OpusPacketEncoder(_format, Frames, _preset);
        _coded = [.. Enumerable.Range(0, Packets).Select(i => _packet[..filler.Encode(SoundOf(i), _packet)])];
        var arguments = new[] { channels, preset.Settings.BitRate, (int)preset.Application, preset.Settings.Complexity }.Select(a =>
            a.ToString(CultureInfo.InvariantCulture));
        _peer = Process.Start(new ProcessStartInfo(peer, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Prints microseconds per packet and the ratio to C.</summary>
    internal static void Quick()
    {
        if (Compile() is not { } peer) return;
        foreach (var (preset, channels) in ((OpusPreset, int)[])[(OpusPreset.Named("high"), 2), (OpusPreset.Named("voice-low"), 1)])
        {
            using var bench = new OpusBenchmarks(preset, channels, peer);
            bench.Race("encode", bench.Encode);
            bench.Race("decode", bench.Decode);
        }

        File.Delete(peer);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _peer.StandardInput.Close();
        _peer.WaitForExit();
        _peer.Dispose();
    }

    private static string? Compile()
    {
        var program = Path.GetTempFileName();
        var source = Path.Combine(AppContext.BaseDirectory, "Network", "opus-peer.c");
        using var gcc = Process.Start("gcc", ["-O2", "-o", program, source, "-l:libopus.so.0", "-lm"]);
        gcc.WaitForExit();
        if (gcc.ExitCode == 0) return program;
        Console.WriteLine("opus: needs gcc and libopus0");
        return null;
    }

    private void Race(string what, Func<int, long> work)
    {
        var (ours, theirs) = (new double[Rounds], new double[Rounds]);
        var warm = Stopwatch.StartNew();
        var (sum, peerSum) = (0L, 0L);
        while (warm.ElapsedMilliseconds < 700)
        {
            sum += work(Packets);
            peerSum += AskPeer(what).Sum;
        }

        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = ProcessorTime();
            sum += work(Packets);
            ours[round] = (ProcessorTime() - start) / (double)Packets;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            (theirs[round], var answer) = AskPeer(what);
            peerSum += answer;
        }

        var ratio = Median([.. ours.Zip(theirs, (a, b) => a / b)]);
        var name = string.Create(CultureInfo.InvariantCulture,
            $"opus {what}: {_preset.Name}, {_preset.Settings.BitRate / 1000} kb/s, {_format.Channels} ch, 20 ms");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-46} median {Median(ours) / 1000,7:F2}  best {ours.Min() / 1000,7:F2} µs  "
                + $"from C: median {Median(theirs) / 1000,7:F2}  best {theirs.Min() / 1000,7:F2} µs  "
                + $"ratio, median of {Rounds} pairs {ratio:F3}, of the best {ours.Min() / theirs.Min():F3}  "
                + $"{allocated / (Rounds * Packets)} B/packet  {(sum == peerSum ? "same output" : "OUTPUT DIFFERS")}"));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private (double Nanoseconds, long Sum) AskPeer(string what)
    {
        _peer.StandardInput.WriteLine($"{what} {Packets}");
        _peer.StandardInput.Flush();
        var answer = _peer.StandardOutput.ReadLine()!.Split(' ');
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    private long Encode(int count)
    {
        long bytes = 0;
        for (var i = 0; i < count; i++, _nextEncoded = (_nextEncoded + 1) % Packets)
        {
            bytes += _encoder.Encode(SoundOf(_nextEncoded), _packet);
        }

        return bytes;
    }

    private long Decode(int count)
    {
        long frames = 0;
        for (var i = 0; i < count; i++, _nextDecoded = (_nextDecoded + 1) % Packets)
        {
            frames += _decoder.Decode(_coded[_nextDecoded], _decoded);
        }

        return frames;
    }

    private ReadOnlySpan<float> SoundOf(int packet) => _sound.AsSpan(packet * Frames * _format.Channels, Frames * _format.Channels);

    /// <summary>The same sound as opus-peer.c makes.</summary>
    private static float[] MakeSound(int channels)
    {
        var sound = new float[Packets * Frames * channels];
        uint noise = 1;
        for (var i = 0; i < Packets * Frames; i++)
        {
            var t = (double)i / 48_000;
            var level = 0.6 + (0.4 * Math.Sin(2 * Math.PI * 4 * t));
            for (var c = 0; c < channels; c++)
            {
                noise = (noise * 1_664_525) + 1_013_904_223;
                var s = level * ((0.2 * Math.Sin(2 * Math.PI * (220 + (110 * c)) * t)) + (0.15 * Math.Sin(2 * Math.PI * 554 * t))
                    + (0.1 * Math.Sin(2 * Math.PI * 1318 * t)));
                sound[(i * channels) + c] = (float)(s + (0.02 * (((noise >> 8) / 16_777_216.0) - 0.5)));
            }
        }

        return sound;
    }

    private static unsafe long ProcessorTime()
    {
        var time = stackalloc long[2];
        _ = ClockGetTime(ThreadProcessorTime, time);
        return (time[0] * 1_000_000_000) + time[1];
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static unsafe partial int ClockGetTime(int clock, long* time);
}

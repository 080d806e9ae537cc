using System.Diagnostics;
using System.Globalization;
using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;
using Continuo.TestKit.Srtp;

namespace Continuo.Benchmarks.Network;

/// <summary>
/// SRTP: protecting and unprotecting a packet, beside libsrtp2 in the same run; and one payload for a thousand listeners.
/// </summary>
internal static class SrtpBenchmarks
{
    private const int Packets = 2_000;
    private const int Listeners = 1_000;

    private static readonly int[] Payloads = [80, 240, 960];

    /// <summary>Prints the median and the best ns per packet of each.</summary>
    public static void Quick()
    {
        foreach (var profile in (SrtpProfile[])[SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1])
        {
            foreach (var payload in Payloads)
            {
                var ours = Own(profile, payload);
                var theirs = LibSrtp(profile, payload);
                Print($"{profile}, {payload} bytes, protect", ours.Protect, theirs?.Protect);
                Print($"{profile}, {payload} bytes, unprotect", ours.Unprotect, theirs?.Unprotect);
            }

            FanOut(profile);
        }
    }

    private static (double[] Protect, double[] Unprotect) Own(SrtpProfile profile, int payload)
    {
        var key = Key(profile);
        using var protector = new SrtpProtector(profile, key.AsSpan(0, 16), key.AsSpan(16));
        using var unprotector = new SrtpUnprotector(profile, key.AsSpan(0, 16), key.AsSpan(16));
        var (buffers, lengths) = Buffers(payload);
        ushort sequence = 0;
        return Measure(
            () => sequence = Fill(buffers, lengths, sequence, payload),
            () =>
            {
                for (var i = 0; i < Packets; i++) lengths[i] = protector.Protect(buffers[i], lengths[i]);
            },
            () =>
            {
                for (var i = 0; i < Packets; i++)
                {
                    if (unprotector.Unprotect(buffers[i].AsSpan(0, lengths[i]), out _) != SrtpVerdict.Accepted)
                    {
                        throw new InvalidOperationException("refused");
                    }
                }
            });
    }

    private static (double[] Protect, double[] Unprotect)? LibSrtp(SrtpProfile profile, int payload)
    {
        try
        {
            using var outbound = new LibSrtpSession((LibSrtpProfile)profile, Key(profile), outbound: true);
            using var inbound = new LibSrtpSession((LibSrtpProfile)profile, Key(profile), outbound: false);
            var (buffers, lengths) = Buffers(payload);
            ushort sequence = 0;
            return Measure(
                () => sequence = Fill(buffers, lengths, sequence, payload),
                () =>
                {
                    for (var i = 0; i < Packets; i++) _ = outbound.Protect(buffers[i], ref lengths[i]);
                },
                () =>
                {
                    for (var i = 0; i < Packets; i++)
                    {
                        if (inbound.Unprotect(buffers[i], ref lengths[i]) != 0) throw new InvalidOperationException("refused");
                    }
                });
        }
        catch (DllNotFoundException)
        {
            Console.WriteLine("libsrtp2 is not installed (libsrtp2-1)");
            return null;
        }
    }

    /// <summary>
    /// One payload of 240 bytes behind a header for each listener, with keys that are never in the cache from the last time.
    /// </summary>
    private static void FanOut(SrtpProfile profile)
    {
        var protectors = Enumerable.Range(0, Listeners).Select(i =>
        {
            var key = Key(profile);
            key[0] = (byte)i;
            key[1] = (byte)(i >> 8);
            return new SrtpProtector(profile, key.AsSpan(0, 16), key.AsSpan(16));
        }).ToArray();
        var buffers = Enumerable.Range(0, Listeners).Select(_ => new byte[300]).ToArray();
        var payload = new byte[240];
        var header = new byte[RtpHeader.Bytes];
        ushort sequence = 0;
        var (median, best, bytes) = QuickRuns.Time(
            () =>
            {
                new RtpHeader(111, sequence++, 0, 1).WriteTo(header);
                for (var i = 0; i < Listeners; i++) protectors[i].Protect(header, payload, buffers[i]);
            },
            calls: 3);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{profile}, one payload of 240 bytes for {Listeners} listeners: "
                + $"median {median / Listeners:F0} best {best / Listeners:F0} ns each, "
                + $"{1e6 * Listeners / median:F0} k packets/s per core, {bytes:F0} B"));
        foreach (var protector in protectors) protector.Dispose();
    }

    // Each run takes the next sequence numbers, because none may be used twice.
    private static (double[] Protect, double[] Unprotect) Measure(Action fill, Action protect, Action unprotect)
    {
        var (protects, unprotects) = (new List<double>(), new List<double>());
        var watch = Stopwatch.StartNew();
        var warmUntil = TimeSpan.FromMilliseconds(600);
        for (var run = 0; run < 25 || watch.Elapsed < warmUntil * 2; run++)
        {
            fill();
            var start = Stopwatch.GetTimestamp();
            protect();
            var middle = Stopwatch.GetTimestamp();
            unprotect();
            var end = Stopwatch.GetTimestamp();
            if (watch.Elapsed < warmUntil) continue;
            protects.Add(Stopwatch.GetElapsedTime(start, middle).TotalNanoseconds / Packets);
            unprotects.Add(Stopwatch.GetElapsedTime(middle, end).TotalNanoseconds / Packets);
        }

        return ([.. protects.Order()], [.. unprotects.Order()]);
    }

    private static (byte[][] Buffers, int[] Lengths) Buffers(int payload) =>
        ([.. Enumerable.Range(0, Packets).Select(_ => new byte[RtpHeader.Bytes + payload + 32])], new int[Packets]);

    private static ushort Fill(byte[][] buffers, int[] lengths, ushort sequence, int payload)
    {
        for (var i = 0; i < Packets; i++) lengths[i] = new RtpHeader(111, sequence++, 960, 1).WriteTo(buffers[i]) + payload;
        return sequence;
    }

    private static byte[] Key(SrtpProfile profile) =>
        [.. Enumerable.Range(0, SrtpProfiles.KeyBytes + profile.SaltBytes()).Select(i => (byte)(i * 7))];

    private static void Print(string name, double[] ours, double[]? theirs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-48} median {ours[ours.Length / 2],6:F0} best {ours[0],6:F0} ns"
            + $"{(theirs is null ? "" : $"   libsrtp2 median {theirs[theirs.Length / 2],6:F0} best {theirs[0],6:F0} ns")}"));
}

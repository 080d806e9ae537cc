using System.Globalization;
using Continuo.Audio;
using Continuo.Rings;

// The other process of the shared ring's tests:
//   RingPeer write CHUNKS     makes a ring, prints where it is, writes a chunk per millisecond (0: for ever), ends the ring
//   RingPeer read PATH        reads what another process writes and prints the sequence of every chunk
// Every sample of chunk n is n.
var format = new AudioFormat(48_000, 2);
const int Frames = 48;
var samples = new float[Frames * 2];
if (args[0] == "write")
{
    var count = long.Parse(args[1], CultureInfo.InvariantCulture);
    using var ring = AudioRing.CreateShared(format, Frames, 64);
    Console.WriteLine(ring.SharedPath);
    for (long n = 0; count == 0 || n < count; n++)
    {
        Array.Fill(samples, n);
        ring.Write(samples, new ChunkHeader { Position = n * Frames });
        Thread.Sleep(1);
    }

    ring.Complete();
    Console.ReadLine();
}
else
{
    using var ring = AudioRing.OpenShared(args[1]);
    using var reader = ring.OpenReader();
    while (true)
    {
        reader.Wait(Timeout.InfiniteTimeSpan);
        ReadStatus status;
        while ((status = reader.TryRead(samples, out var header, out _)) == ReadStatus.Chunk)
        {
            Console.WriteLine(header.Sequence.ToString(CultureInfo.InvariantCulture));
        }

        if (status == ReadStatus.End) break;
    }

    Console.WriteLine(ring.IsAbandoned ? "abandoned" : "ended");
}

namespace Continuo.Litmus;

/// <summary>
/// One writer that never waits and several readers on a ring of few small chunks, so that readers are lapped all the time, in the middle of
/// copies, too. Every sample tells which chunk it belongs to.
/// </summary>
internal sealed class LitmusRun(ILitmusRing ring, int samples, int readers)
{
    private long _operations;
    private long _laps;
    private string? _violation;

    public string? Violation => Volatile.Read(ref _violation);

    public long Operations => Volatile.Read(ref _operations);

    public long Laps => Volatile.Read(ref _laps);

    /// <summary>Runs until so many chunks were written, read or skipped, or a violation was seen.</summary>
    public void Run(long operations, Action<long>? progress = null)
    {
        var opened = Enumerable.Range(0, readers).Select(_ => ring.OpenReader()).ToArray();
        var threads = opened.Select(r => new Thread(() => Read(r))).ToArray();
        foreach (var thread in threads) thread.Start();
        Write(operations, progress);
        foreach (var thread in threads) thread.Join();
        foreach (var reader in opened) reader.Dispose();
    }

    private static float Sample(long sequence, int index) => (sequence * 31 + index) & 0x7F_FFFF;

    private void Write(long operations, Action<long>? progress)
    {
        var chunk = new float[samples];
        for (long sequence = 0; Violation is null; sequence++)
        {
            for (var i = 0; i < chunk.Length; i++) chunk[i] = Sample(sequence, i);
            ring.Write(chunk, sequence);
            if ((sequence & 0xFFFF) != 0xFFFF) continue;
            var done = Interlocked.Add(ref _operations, 0x1_0000);
            progress?.Invoke(done);
            if (done >= operations) break;
        }

        ring.Complete();
    }

    private void Read(ILitmusReader reader)
    {
        var chunk = new float[samples];
        long expected = 0, read = 0, dropped = 0;
        while (Violation is null)
        {
            var sequence = reader.TryRead(chunk, out var lost);
            if (sequence == -2) break;
            if (sequence == -1) continue;
            if (sequence != expected + lost) Fail($"chunk {sequence} came after {expected - 1} with {lost} said to be lost");
            for (var i = 0; i < chunk.Length; i++)
            {
                if (chunk[i] == Sample(sequence, i)) continue;
                Fail($"torn audio: sample {i} of chunk {sequence} is {chunk[i]}, not {Sample(sequence, i)}");
                break;
            }

            expected = sequence + 1;
            read++;
            dropped += lost;
            if ((read & 0xFFF) != 0) continue;
            Interlocked.Add(ref _operations, 0x1000);
            CheckBooks(reader, read, dropped, exact: false);
        }

        Interlocked.Add(ref _laps, dropped);
        if (Violation is null) CheckBooks(reader, read, dropped, exact: true);
    }

    private void CheckBooks(ILitmusReader reader, long read, long dropped, bool exact)
    {
        try
        {
            if (reader.Books is not { } books) return;
            var lostAtTheEnd = books.Written - read - dropped;
            if (books.Read != read) Fail($"the books say {books.Read} read, the reader has {read}");
            if (books.Dropped < dropped) Fail($"the books say {books.Dropped} dropped, the reader was told {dropped}");
            if (exact && books.Read + books.Dropped != books.Written) Fail($"at the end {lostAtTheEnd} chunks are not accounted for");
        }
        catch (InvalidOperationException e)
        {
            Fail(e.Message);
        }
    }

    private void Fail(string what) => Interlocked.CompareExchange(ref _violation, what, null);
}

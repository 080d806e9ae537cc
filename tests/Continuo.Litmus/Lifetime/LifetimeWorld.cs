using Continuo.Audio;
using Continuo.Rings;
using Continuo.Threading;

namespace Continuo.Litmus.Lifetime;

/// <summary>
/// A ring, its readers and a signal, on which several threads do whatever they like at once: any call, in any order, also after the end.
/// What may be thrown is <see cref="ObjectDisposedException"/>, and <see cref="InvalidOperationException"/> for two threads at one place.
/// </summary>
internal sealed class LifetimeWorld
{
    private const int Frames = 4;
    private const int Kinds = 24;
    private static readonly AudioFormat Format = new(48_000, 2);

    private readonly AudioRing _ring;
    private readonly AudioRing? _opened;
    private readonly WakeSignal _signal = new();
    private readonly RingReader?[] _readers = new RingReader?[4];

    public LifetimeWorld(Random random)
    {
        var capacity = random.Next(2, 6);
        _ring = random.Next(16) == 0 ? AudioRing.CreateShared(Format, Frames, capacity) : new AudioRing(Format, Frames, capacity);
        if (_ring.SharedPath is { } path) _opened = AudioRing.OpenShared(path);
        _readers[0] = _ring.OpenReader();
        _readers[1] = (_opened ?? _ring).OpenReader(
            new RingReaderOptions { WakeMode = random.Next(4) switch { 0 => WakeMode.Poll, 1 => WakeMode.Batch, _ => WakeMode.Event } });
    }

    /// <summary>Does <paramref name="steps"/> random things.</summary>
    /// <returns>What went wrong; <see langword="null"/> if nothing did.</returns>
    public string? Act(Random random, int steps)
    {
        var samples = new float[Frames * 2];
        for (var i = 0; i < steps; i++)
        {
            var step = random.Next(Kinds);
            try
            {
                Do(step, random, samples);
            }
            catch (ObjectDisposedException)
            {
                // Allowed at any time: somebody may have disposed.
            }
            catch (InvalidOperationException)
            {
                // Two threads in one place, which is refused.
            }
            catch (Exception e)
            {
                return $"step {step}: {e}";
            }
        }

        return null;
    }

    /// <summary>Disposes of everything but what was forgotten, while others are still at it; no wait may last after this.</summary>
    public void End()
    {
        _ring.Dispose();
        _opened?.Dispose();
        foreach (var reader in _readers) reader?.Dispose();
        _signal.Dispose();
    }

    /// <summary>Looks at what is left, when all threads have stopped.</summary>
    /// <returns>What is wrong; <see langword="null"/> if nothing is.</returns>
    public string? Check()
    {
        End(); // what was opened meanwhile; and everything a second time
        foreach (var reader in _readers)
        {
            if (reader is null) continue;
            var c = reader.Statistics;
            if (c.Written != c.Read + c.Dropped + c.Pending || c.Pending != 0) return $"the sums are wrong: {c}";
            if (reader.Lag != 0) return $"a closed reader lags by {reader.Lag}";
            if (!Refuses(() => reader.Available) || !Refuses(() => reader.Wait(TimeSpan.MaxValue))) return "a closed reader is not refused";
        }

        if (!_ring.IsCompleted || !_signal.IsSet || !_signal.Wait(long.MaxValue)) return "the end is not seen";
        return Refuses(() => _ring.Write(default, default)) && Refuses(() => _ring.OpenReader()) ? null : "a disposed ring is not refused";
    }

    private static bool Refuses<T>(Func<T> call)
    {
        try
        {
            call();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static TimeSpan Timeout(Random random) => random.Next(4) switch
    {
        0 => TimeSpan.Zero,
        1 => TimeSpan.FromMicroseconds(random.Next(50)),
        2 => TimeSpan.MaxValue,
        _ => System.Threading.Timeout.InfiniteTimeSpan,
    };

    private void Do(int step, Random random, float[] samples)
    {
        var place = random.Next(_readers.Length);
        var reader = _readers[place];
        switch (step)
        {
            case 0 or 1 or 2: _ring.Write(samples, default); break;
            case 3 or 4 or 5: reader?.TryRead(samples, out _, out _); break;
            case 6: reader?.Wait(Timeout(random)); break;
            case 7: WaitAndCancel(reader, random); break;
            case 8: reader?.CancelWait(); break;
            case 9: reader?.Acknowledge(); break;
            case 10: reader?.Shed(random.Next(3)); break;
            case 11: _ = reader?.Available + reader?.Lag; break;
            case 12: _ = reader is { IsOver: true } || reader?.Statistics.Pending > 0; break;
            case 13: reader?.Dispose(); break;
            // The one before is forgotten.
            case 14:
                _readers[place] = (random.Next(2) == 0 ? _opened ?? _ring : _ring)
                .OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue }); break;
            case 15: _ring.WaitForAcknowledged(random.Next(3), Timeout(random)); break;
            case 16: _ = _ring.Acknowledged + _ring.FurthestLag + _ring.Readers.Count; break;
            case 17: _ = _ring.IsCompleted || _ring.ProbeWriter(); break;
            case 18: _ = _opened is { IsCompleted: true } || _opened is { IsAbandoned: true } || _opened?.ProbeWriter() == true; break;
            case 19: _signal.Set(); break;
            case 20: _signal.Wait(random.Next(2) == 0 ? long.MaxValue : random.Next(50_000)); break;
            case 21: _signal.Reset(); break;
            case 22: EndOne(random); break;
            default: Thread.SpinWait(random.Next(200)); break;
        }
    }

    private void EndOne(Random random)
    {
        switch (random.Next(8))
        {
            case 0: _ring.Dispose(); break;
            case 1: _opened?.Dispose(); break;
            case 2: _signal.Dispose(); break;
            case 3 or 4: _ring.Complete(); break;
        }
    }

    private static void WaitAndCancel(RingReader? reader, Random random)
    {
        using var cancellation = new CancellationTokenSource();
        if (random.Next(2) == 0) cancellation.Cancel();
        reader?.Wait(Timeout(random), cancellation.Token);
    }
}

using Continuo.Rtp.Packets;
using Continuo.Threading;

namespace Continuo.Simulation.Load;

/// <summary>
/// Goes round the listeners, records some at a time, and checks what they hear. It takes a small share of one core, so that a large load is
/// checked more slowly rather than disturbed. One thread.
/// </summary>
internal sealed class EarChecker : IDisposable
{
    private const int Recordings = 16;
    private const int MaxMistakes = 10;
    private const double Share = 0.1; // of one core

    private readonly LoadEar[] _ears;
    private readonly ContentCheck _check;
    private readonly (EarRecording Recording, LoadEar? Ear, int Steps)[] _recordings;
    private readonly JoinProbe? _joins;
    private readonly LatencyMeter _latency;
    private readonly List<string> _mistakes = [];
    private readonly WakeSignal _stop = new();
    private readonly Thread _thread;
    private int _turn;
    private long _checks, _wrong;

    public EarChecker(LoadOptions options, VoicePlan plan, PacketCodec codec, LoadEar[] ears, LatencyMeter latency, JoinProbe? joins)
    {
        (_ears, _latency, _joins, _check) = (ears, latency, joins, new ContentCheck(options, plan, codec));
        var samples = options.Transport == LoadTransport.Memory ? codec.FramesPerPacket * codec.Format.Channels : 0;
        _recordings = [.. Enumerable.Range(0, Math.Min(Recordings, ears.Length))
            .Select(_ => (new EarRecording(_check.Blocks, samples, 1500), (LoadEar?)null, 0))];
        _thread = new Thread(Run) { IsBackground = true, Name = "load check" };
        _thread.Start();
    }

    /// <summary>Number of recordings checked.</summary>
    public long Checks => Volatile.Read(ref _checks);

    /// <summary>Number of those that were wrong.</summary>
    public long Wrong => Volatile.Read(ref _wrong);

    /// <summary>The first mistakes.</summary>
    public IReadOnlyList<string> Mistakes
    {
        get
        {
            lock (_mistakes) return [.. _mistakes];
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _thread.Join();
        _check.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            for (var i = 0; i < _recordings.Length; i++)
            {
                var (recording, ear, steps) = _recordings[i];
                if (ear is null)
                {
                    _recordings[i].Steps = _joins?.Steps ?? 0;
                    _recordings[i].Ear = ear = _ears[_turn++ % _ears.Length];
                    ear.Record(recording);
                    continue;
                }

                if (!recording.IsComplete) continue;
                var begin = Environment.TickCount64;
                Check(recording, ear, steps % 2 == 0 && steps == (_joins?.Steps ?? 0));
                _recordings[i].Ear = null;
                _stop.Wait((long)((Environment.TickCount64 - begin + 1) / Share * 1e6));
                if (_stop.IsSet) return;
            }

            _stop.Wait(5_000_000);
        }
    }

    /// <param name="recording">What was heard.</param>
    /// <param name="ear">By whom.</param>
    /// <param name="isAlone">Whether no newcomer was in the room.</param>
    private void Check(EarRecording recording, LoadEar ear, bool isAlone)
    {
        var mistake = _check.Check(recording, ear.Number, isAlone);
        Volatile.Write(ref _checks, _checks + 1);
        if (mistake is null)
        {
            _latency.Record(recording, ear, _check.Decoded);
            return;
        }

        Volatile.Write(ref _wrong, _wrong + 1);
        lock (_mistakes)
        {
            if (_mistakes.Count < MaxMistakes)
            {
                _mistakes.Add(FormattableString.Invariant($"room {ear.Room}, listener {ear.Number}: {mistake}"));
            }
        }
    }
}

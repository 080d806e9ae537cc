using Continuo.Diagnostics;
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
    private readonly VoiceSender _sender;
    private readonly PacketCodec _codec;
    private readonly ContentCheck _check;
    private readonly (EarRecording Recording, LoadEar? Ear)[] _recordings;
    private readonly LogHistogram _latency = new();
    private readonly List<string> _mistakes = [];
    private readonly WakeSignal _stop = new();
    private readonly Thread _thread;
    private int _turn;
    private long _checks, _wrong;

    public EarChecker(LoadOptions options, VoicePlan plan, PacketCodec codec, LoadEar[] ears, VoiceSender sender)
    {
        (_ears, _sender, _codec, _check) = (ears, sender, codec, new ContentCheck(options, plan, codec));
        var samples = options.Transport == LoadTransport.Memory ? codec.FramesPerPacket * codec.Format.Channels : 0;
        _recordings = [.. Enumerable.Range(0, Math.Min(Recordings, ears.Length))
            .Select(_ => (new EarRecording(_check.Blocks, samples, 1500), (LoadEar?)null))];
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

    /// <summary>From the mouth to the ear, in nanoseconds.</summary>
    public HistogramSnapshot Latency => _latency.Snapshot();

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
                var (recording, ear) = _recordings[i];
                if (ear is null)
                {
                    _recordings[i].Ear = ear = _ears[_turn++ % _ears.Length];
                    ear.Record(recording);
                    continue;
                }

                if (!recording.IsComplete) continue;
                var begin = Environment.TickCount64;
                Check(recording, ear);
                _recordings[i].Ear = null;
                _stop.Wait((long)((Environment.TickCount64 - begin + 1) / Share * 1e6));
                if (_stop.IsSet) return;
            }

            _stop.Wait(5_000_000);
        }
    }

    private void Check(EarRecording recording, LoadEar ear)
    {
        var mistake = _check.Check(recording, ear.Number);
        Volatile.Write(ref _checks, _checks + 1);
        if (mistake is null)
        {
            Time(recording, ear);
            return;
        }

        Volatile.Write(ref _wrong, _wrong + 1);
        lock (_mistakes)
        {
            if (_mistakes.Count < MaxMistakes) _mistakes.Add(FormattableString.Invariant($"room {ear.Room}, listener {ear.Number}: {mistake}"));
        }
    }

    /// <summary>Finds the marker of speaker 0 and how long it was on the way. The listener is heard as soon as its packet is there.</summary>
    private void Time(EarRecording recording, LoadEar ear)
    {
        if (ear.Number == 0) return; // does not hear itself
        var (rate, frames) = (_codec.Format.SampleRate, _codec.FramesPerPacket);
        var place = MarkerBurst.Find(_check.Decoded, rate);
        if (place < 0) return;
        var block = (int)(place / frames);
        var heard = recording.Arrival(block) + (place - block * frames) * 1e9 / rate;

        // A packet is sent when its last frame has been spoken.
        var speaker = ear.Room * _check.Speakers;
        var spoken = _sender.Start + _sender.OffsetOf(speaker) * 1_000_000L - frames * 1e9 / rate + MarkerBurst.CentreSeconds * 1e9;
        var latency = (heard - spoken) % 1e9;
        _latency.Record((long)latency);
    }
}

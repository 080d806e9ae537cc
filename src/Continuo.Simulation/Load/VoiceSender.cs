using Continuo.Clocks;
using Continuo.Simulation.Networks;
using Continuo.Threading;

namespace Continuo.Simulation.Load;

/// <summary>
/// Sends the packets of all speakers in real time, each speaker at a moment of its own within the packet time, over a network that loses
/// and delays. One thread.
/// </summary>
internal sealed class VoiceSender : IDisposable
{
    private const int Slots = 1024; // of a millisecond: the longest delay
    private const long SlotNanoseconds = 1_000_000;
    private const int MaxDelayMilliseconds = 500;

    private readonly LoadOptions _options;
    private readonly VoiceLoop _loop;
    private readonly IVoiceRoute _route;
    private readonly SimulationRandom _random;
    private readonly List<(int Speaker, long Packet)>[] _wheel = new List<(int, long)>[Slots];
    private readonly WakeSignal _stop = new();
    private readonly Thread _thread;
    private readonly int _period;

    public VoiceSender(LoadOptions options, VoiceLoop loop, IVoiceRoute route)
    {
        (_options, _loop, _route, _random) = (options, loop, route, new SimulationRandom(options.Seed));
        _period = (int)options.Tick.TotalMilliseconds;
        var each = options.Rooms * options.Speakers / _period + 8;
        for (var i = 0; i < Slots; i++) _wheel[i] = new List<(int, long)>(4 * each);
        Start = SystemClock.Instance.Now + 50_000_000;
        _thread = new Thread(Run) { IsBackground = true, Name = "load voices" };
        _thread.Start();
    }

    /// <summary>When the first packets are sent, in nanoseconds of the clock.</summary>
    public long Start { get; }

    /// <summary>By how many milliseconds a speaker of all rooms sends after the first.</summary>
    public int OffsetOf(int speaker) => speaker * 7 % _period;

    public void Dispose()
    {
        _stop.Dispose();
        _thread.Join();
    }

    private void Run()
    {
        _ = RealTimePriority.TryRaise();
        var clock = SystemClock.Instance;
        var speakers = _options.Rooms * _options.Speakers;
        for (var slot = 0L; !_stop.IsSet; slot++)
        {
            for (var speaker = 0; speaker < speakers; speaker++)
            {
                var since = slot - OffsetOf(speaker);
                if (since >= 0 && since % _period == 0) Enter(speaker, since / _period, slot);
            }

            if (clock.WaitUntil(Start + slot * SlotNanoseconds, _stop)) Deliver(_wheel[slot % Slots], clock.Now);
        }
    }

    private void Enter(int speaker, long packet, long slot)
    {
        if (_options.Loss > 0 && _random.Happens(_options.Loss)) return;
        var delay = _options.Jitter > TimeSpan.Zero ? _random.NextGamma(2, _options.Jitter.TotalMilliseconds / 2) : 0;
        _wheel[(slot + (long)Math.Min(delay, MaxDelayMilliseconds)) % Slots].Add((speaker, packet));
    }

    private void Deliver(List<(int Speaker, long Packet)> due, long now)
    {
        foreach (var (speaker, packet) in due)
        {
            var voice = speaker % _options.Speakers;
            _route.Send(speaker / _options.Speakers, voice, packet, _loop.Payload(voice, packet), now);
        }

        due.Clear();
        _route.Flush();
    }
}

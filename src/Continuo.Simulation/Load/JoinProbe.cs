using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Packets;
using Continuo.Threading;

namespace Continuo.Simulation.Load;

/// <summary>
/// Joins a running room every few seconds as one more person, and measures the time from the join to the first packet in which the newcomer
/// hears a voice, and to the first in which another listener hears the newcomer, who speaks from the beginning. One thread.
/// </summary>
internal sealed class JoinProbe : IDisposable
{
    private const string Newcomer = "newcomer";
    private const double Hertz = 7500; // above all other speakers, below the markers
    private const double Amplitude = 0.05;
    private const double LeastRms = 0.005;
    private const double RiseFrames = 480;
    private const int Attempts = 25; // packets
    private const long PauseNanoseconds = 3_000_000_000;
    private const long FadeNanoseconds = 100_000_000;

    private readonly Room _room;
    private readonly PacketCodec _codec;
    private readonly OpusPreset _preset;
    private readonly LogHistogram _hears = new();
    private readonly LogHistogram _isHeard = new();
    private readonly WakeSignal _stop = new();
    private readonly byte[][] _payloads;
    private readonly Thread _thread;
    private int _steps;

    public JoinProbe(Room room, PacketCodec codec, OpusPreset preset)
    {
        (_room, _codec, _preset) = (room, codec, preset);
        _payloads = Voice();
        _thread = new Thread(Run) { IsBackground = true, Name = "load joins" };
        _thread.Start();
    }

    /// <summary>From the join to the first packet with a voice for the newcomer, in nanoseconds. Thread-safe.</summary>
    public HistogramSnapshot Hears => _hears.Snapshot();

    /// <summary>From the join to the first packet in which another listener hears the newcomer. Thread-safe.</summary>
    public HistogramSnapshot IsHeard => _isHeard.Snapshot();

    /// <summary>Odd while the newcomer is in the room, and another number each time. Thread-safe.</summary>
    public int Steps => Volatile.Read(ref _steps);

    public void Dispose()
    {
        _stop.Dispose();
        _thread.Join();
    }

    private void Run()
    {
        var ear = new LoadEar(0, 0);
        var observer = _room.AddListener(Listener("observer", [new SpeakerVolume(Newcomer, IsSolo: true)]), ear);
        while (!_stop.IsSet) Join(ear);
        observer.Leave();
    }

    private void Join(LoadEar observer)
    {
        var (own, others, ear) = (Recording(), Recording(), new LoadEar(0, 0));
        observer.Record(others);
        ear.Record(own);
        var input = new PacketSpeakerInput(_codec);
        var clock = SystemClock.Instance;
        Volatile.Write(ref _steps, _steps + 1);
        var begin = clock.Now;
        var speaker = _room.AddSpeaker(new SpeakerOptions { MemberId = Newcomer }, input);
        var listener = _room.AddListener(Listener(Newcomer, []), ear);
        for (var packet = 0; packet < Attempts; packet++)
        {
            // A packet is complete when its last frame has been spoken.
            if (!clock.WaitUntil(begin + (packet + 1) * _codec.PacketTime.Ticks * 100, _stop)) break;
            input.Insert(new IncomingPacket(packet, (long)packet * _codec.FramesPerPacket, _payloads[packet]), clock.Now);
        }

        listener.Leave();
        speaker.Leave();
        _stop.Wait(FadeNanoseconds);
        Volatile.Write(ref _steps, _steps + 1);
        Note(own, begin, _hears);
        Note(others, begin, _isHeard);
        _stop.Wait(PauseNanoseconds);
    }

    private ListenerOptions Listener(string id, IReadOnlyList<SpeakerVolume> volumes) =>
        new() { MemberId = id, Codec = _codec, Preset = _preset, Volumes = volumes };

    private EarRecording Recording() => new(Attempts, _codec.FramesPerPacket * _codec.Format.Channels, 1500);

    /// <summary>Finds the first packet since the join that is heard.</summary>
    private void Note(EarRecording recording, long begin, LogHistogram times)
    {
        using var decoder = CodecRegistry.CreateDecoder(_codec);
        var decoded = new float[decoder.MaxFrames * _codec.Format.Channels];
        for (var block = 0; block < recording.Count; block++)
        {
            var frames = decoder.Decode(recording.Payload(block), decoded);
            var samples = decoded.AsSpan(0, Math.Max(0, frames) * _codec.Format.Channels);
            var power = 0.0;
            foreach (var sample in samples) power += sample * sample;
            if (recording.Arrival(block) < begin || samples.IsEmpty || Math.Sqrt(power / samples.Length) < LeastRms) continue;
            times.Record(recording.Arrival(block) - begin);
            return;
        }
    }

    private byte[][] Voice()
    {
        using var encoder = CodecRegistry.CreateEncoder(_codec, _preset);
        var channels = _codec.Format.Channels;
        var (samples, payload) = (new float[_codec.FramesPerPacket * channels], new byte[encoder.MaxPayloadBytes]);
        var payloads = new byte[Attempts][];
        for (var packet = 0; packet < Attempts; packet++)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                var frame = packet * _codec.FramesPerPacket + i / channels;
                var rise = Math.Min(1, frame / RiseFrames); // without a click, which could be taken for a marker
                samples[i] = (float)(Amplitude * rise * Math.Sin(2 * Math.PI * Hertz * frame / _codec.Format.SampleRate));
            }

            payloads[packet] = payload[..encoder.Encode(samples, payload)];
        }

        return payloads;
    }
}

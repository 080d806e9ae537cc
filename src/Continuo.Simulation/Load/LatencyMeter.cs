using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Load;

/// <summary>
/// Measures the time from the mouth to the ear by markers in the audio, and its parts by the clock and the jitter buffers. One thread
/// records.
/// </summary>
internal sealed class LatencyMeter
{
    private readonly VoicePlan _plan;
    private readonly VoiceSender _sender;
    private readonly TimedInput?[][] _inputs;
    private readonly PacketCodec _codec;
    private readonly int _speakers;
    private readonly long _lookAhead;
    private readonly LogHistogram _whole = new(), _packet = new(), _buffer = new(), _wait = new(), _tick = new(), _delivery = new(),
        _ahead = new(), _unexplained = new();

    /// <param name="options">Options of the load.</param>
    /// <param name="plan">Who is heard at which gain.</param>
    /// <param name="codec">Codec of all packets.</param>
    /// <param name="sender">Knows when who has spoken.</param>
    /// <param name="voiceLookAhead">Look-ahead of the speakers' encoders in frames.</param>
    /// <param name="inputs">Inputs of the speakers who send markers, by room and speaker; without one, only the whole is measured.</param>
    public LatencyMeter(
        LoadOptions options, VoicePlan plan, PacketCodec codec, VoiceSender sender, int voiceLookAhead, TimedInput?[][] inputs)
    {
        (_plan, _sender, _inputs, _codec, _speakers) = (plan, sender, inputs, codec, options.Speakers);
        using var encoder = CodecRegistry.CreateEncoder(codec, options.Preset);
        var frames = voiceLookAhead + new LookAheadLimiter(options.Format).LatencyFrames + encoder.LookAheadFrames;
        _lookAhead = frames * 1_000_000_000L / codec.Format.SampleRate;
    }

    /// <summary>From the mouth to the ear, in nanoseconds. Thread-safe.</summary>
    public HistogramSnapshot Whole => _whole.Snapshot();

    /// <summary>What it consists of. Thread-safe.</summary>
    public LatencyParts Parts => new()
    {
        Packet = _packet.Snapshot(),
        JitterBuffer = _buffer.Snapshot(),
        WaitForTick = _wait.Snapshot(),
        Tick = _tick.Snapshot(),
        Delivery = _delivery.Snapshot(),
        LookAhead = _ahead.Snapshot(),
        Unexplained = _unexplained.Snapshot(),
    };

    /// <summary>Finds the markers in what a listener has decoded from a recording.</summary>
    public void Record(EarRecording recording, LoadEar ear, ReadOnlySpan<float> decoded)
    {
        for (var speaker = 0; speaker < Math.Min(MarkerBurst.Count, _speakers); speaker++)
        {
            var gain = _plan.Gain(ear.Number, speaker);
            if (gain < 1) continue; // too faint to be found for certain
            var place = MarkerBurst.Find(decoded, _codec.Format.SampleRate, speaker, gain);
            if (place >= 0) Record(recording, ear, speaker, place);
        }
    }

    private void Record(EarRecording recording, LoadEar ear, int speaker, double place)
    {
        var (rate, frames) = (_codec.Format.SampleRate, _codec.FramesPerPacket);
        var block = (int)(place / frames);
        var packet = frames * 1_000_000_000L / rate;

        // The listener hears a packet from the moment of its arrival; a speaker's packet is sent when its last frame has been spoken.
        var heard = recording.Arrival(block) + (place - block * frames) * 1e9 / rate;
        var spoken = _sender.Start + _sender.OffsetOf(ear.Room * _speakers + speaker) * 1_000_000L - packet
            + MarkerBurst.CentreSeconds(speaker) * 1e9;
        var whole = (heard - spoken) % 1e9;
        _whole.Record((long)whole);

        var (due, delivered) = recording.Times(block);
        if (_inputs[ear.Room][speaker] is not { } input || !input.TryFind(due, out var read)) return;
        var wait = Math.Max(0, due - read.NewestArrival);
        var buffer = (long)(read.DelayMs * 1e6) - (read.Time - due) - wait;
        var delivery = recording.Arrival(block) - delivered;
        _packet.Record(packet);
        _buffer.Record(Math.Max(0, buffer));
        _wait.Record(wait);
        _tick.Record(delivered - due);
        _delivery.Record(delivery);
        _ahead.Record(_lookAhead);
        _unexplained.Record((long)Math.Abs(whole - packet - buffer - wait - (delivered - due) - delivery - _lookAhead));
    }
}

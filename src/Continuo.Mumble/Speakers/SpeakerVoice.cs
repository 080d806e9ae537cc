using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Voice;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Speakers;

/// <summary>
/// The voice of one user: a jitter buffer, concealment and decoder that a room or a mix reads. One thread at a time inserts.
/// </summary>
internal sealed class SpeakerVoice
{
    private static readonly byte[] Silence = OpusSilence.Packet(20, 1);

    private readonly VoiceSequence _sequence = new();
    private readonly int _rate;

    /// <summary>Creates a voice.</summary>
    /// <param name="user">The user.</param>
    /// <param name="format">Format of the audio that is read; a rate of Opus, one or two channels.</param>
    /// <param name="jitter">Options of the jitter buffer.</param>
    /// <param name="clock">Clock of arrival times and reads.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public SpeakerVoice(MumbleUser user, AudioFormat format, JitterBufferOptions jitter, MonotonicClock clock)
    {
        (User, _rate) = (user, format.SampleRate);
        Input = new PacketSpeakerInput(CodecRegistry.Describe("opus", format), jitter, clock);
    }

    /// <summary>Options of the jitter buffers: those of speech, which is wanted soon.</summary>
    public static JitterBufferOptions DefaultJitter { get; } = JitterBufferOptions.Default with
    {
        StartDelay = TimeSpan.FromMilliseconds(40),
        MaxPayloadBytes = IVoiceLayout.MaxBytes,
    };

    /// <summary>The user.</summary>
    public MumbleUser User { get; }

    /// <summary>The audio. The reader disposes it.</summary>
    public PacketSpeakerInput Input { get; }

    /// <summary>Whether the user has left.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Inserts a packet. The last of a talk is followed by silence, so that nothing is concealed after it.</summary>
    public void Insert(in VoicePacket packet, long arrival)
    {
        if (packet.Opus.IsEmpty)
        {
            if (packet.IsLast) End(arrival);
            return;
        }

        _sequence.Place(packet, out var sequence, out var mediaTime);
        Input.Insert(new IncomingPacket(sequence, mediaTime * _rate / 48_000, packet.Opus), arrival);
        if (packet.IsLast) End(arrival);
    }

    private void End(long arrival)
    {
        if (_sequence.NextSequence == 0) return;
        var mediaTime = _sequence.NextMediaTime * _rate / 48_000;
        Input.Insert(new IncomingPacket(_sequence.NextSequence, mediaTime, Silence), arrival + _sequence.Units * 10_000_000L);
        _sequence.EndWith(2);
    }
}

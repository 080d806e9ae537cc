using System.Numerics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Mixing;
using Continuo.Mumble.Voice;
using Continuo.Rtp.Jitter;

namespace Continuo.Mumble.Speakers;

/// <summary>
/// The sum of all voices that a client receives, or the voice of the users with one name. A user gets a jitter buffer with the first
/// packet, and loses it after 30 s of silence. One thread renders.
/// </summary>
internal sealed class ChannelMix : IVoiceReceiver, IDisposable
{
    private const int MaxVoices = 1000;
    private const long RetireAfter = 30_000_000_000;

    private readonly AudioFormat _format;
    private readonly JitterBufferOptions _jitter;
    private readonly MonotonicClock _clock;
    private readonly string? _name;
    private readonly LookAheadLimiter? _limiter;
    private readonly float[] _scratch;
    private readonly Lock _gate = new();
    private readonly Dictionary<MumbleUser, SpeakerVoice> _byUser = [];
    private SpeakerVoice[] _voices = [];
    private bool _disposed;
    private long _refused;

    /// <summary>Creates a mix.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="maxFrames">Most frames that are rendered at once.</param>
    /// <param name="jitter">Options of the jitter buffers.</param>
    /// <param name="clock">The client's clock.</param>
    /// <param name="name">Name of the users that are heard; <see langword="null"/> for all.</param>
    public ChannelMix(AudioFormat format, int maxFrames, JitterBufferOptions jitter, MonotonicClock clock, string? name)
    {
        (_format, _jitter, _clock, _name) = (format, jitter, clock, name);
        _limiter = name is null ? new LookAheadLimiter(format) : null;
        _scratch = new float[maxFrames * format.Channels];
    }

    /// <summary>The voices, by user. A snapshot.</summary>
    public IReadOnlyList<SpeakerVoice> Voices => Volatile.Read(ref _voices);

    /// <summary>Number of packets of users beyond the thousandth voice.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Whether a user is heard.</summary>
    public bool Hears(MumbleUser user) => _name is null || user.Name.Equals(_name, StringComparison.OrdinalIgnoreCase);

    void IVoiceReceiver.Receive(MumbleUser user, in VoicePacket packet, long arrival)
    {
        lock (_gate)
        {
            if (_disposed || !Hears(user)) return;
            if (!_byUser.TryGetValue(user, out var voice))
            {
                if (_byUser.Count >= MaxVoices)
                {
                    _refused++;
                    return;
                }

                voice = new SpeakerVoice(user, _format, _jitter, _clock);
                _byUser.Add(user, voice);
                Volatile.Write(ref _voices, [.. _voices, voice]);
            }

            voice.Insert(packet, arrival);
        }
    }

    void IVoiceReceiver.Remove(MumbleUser user)
    {
        lock (_gate)
        {
            if (_byUser.TryGetValue(user, out var voice)) voice.HasLeft = true;
        }
    }

    /// <summary>Renders the next frames: frames × channels, interleaved. Allocates only when a voice is removed.</summary>
    public void Render(Span<float> output)
    {
        output.Clear();
        var now = _clock.Now;
        var block = _scratch.AsSpan(0, output.Length);
        foreach (var voice in Volatile.Read(ref _voices))
        {
            if (voice.Input.IsIdle)
            {
                if (voice.HasLeft || now - voice.Input.LastArrival > RetireAfter) Retire(voice);
                continue;
            }

            voice.Input.Read(block);
            Add(block, output);
        }

        _limiter?.Process(output);
    }

    /// <summary>Frees the jitter buffers. Not while it renders.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var voice in _voices) voice.Input.Dispose();
            _byUser.Clear();
            _voices = [];
        }
    }

    private static void Add(ReadOnlySpan<float> samples, Span<float> output)
    {
        var i = 0;
        for (; i <= output.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(output[i..]) + new Vector<float>(samples[i..])).CopyTo(output[i..]);
        }

        for (; i < output.Length; i++) output[i] += samples[i];
    }

    private void Retire(SpeakerVoice voice)
    {
        lock (_gate)
        {
            if (!voice.Input.IsIdle) return; // a packet has just arrived
            _byUser.Remove(voice.User);
            Volatile.Write(ref _voices, [.. _voices.Where(v => v != voice)]);
        }

        voice.Input.Dispose();
    }
}

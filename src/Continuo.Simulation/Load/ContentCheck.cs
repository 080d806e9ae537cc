using System.Globalization;
using System.Numerics;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Load;

/// <summary>
/// Checks what a listener received: each speaker at its gain, with a phase that runs on, and no one else. One thread.
/// </summary>
internal sealed class ContentCheck : IDisposable
{
    private const double WindowSeconds = 0.5;

    // With several sines in each band of the codec, its noise lies between them: it averages out over a longer window.
    private const int CrowdedVoices = 40;
    private const double CrowdedSeconds = 1.5;
    private const double SettleSeconds = 0.1;

    private readonly LoadOptions _options;
    private readonly VoicePlan _plan;
    private readonly IPacketDecoder _decoder;
    private readonly ToneBank _bank;
    private readonly float[] _decoded;
    private readonly float[] _packet;
    private readonly float[] _channel;
    private readonly Complex[] _first;
    private readonly int _blockFrames;
    private readonly int _half;

    public ContentCheck(LoadOptions options, VoicePlan plan, PacketCodec codec)
    {
        (_options, _plan, _blockFrames) = (options, plan, codec.FramesPerPacket);
        _decoder = CodecRegistry.CreateDecoder(codec);
        var window = options.Speakers > CrowdedVoices ? CrowdedSeconds : WindowSeconds;
        _half = (int)(codec.Format.SampleRate * window / 2);
        Blocks = (int)Math.Ceiling((window + SettleSeconds) / codec.PacketTime.TotalSeconds);
        _decoded = new float[Blocks * _blockFrames * codec.Format.Channels];
        _packet = new float[_decoder.MaxFrames * codec.Format.Channels];
        _channel = new float[Blocks * _blockFrames];
        _first = new Complex[options.Speakers];
        _bank = new ToneBank(plan.Hertz, codec.Format.SampleRate, _half);
    }

    /// <summary>Number of blocks that a recording must have.</summary>
    public int Blocks { get; }

    /// <summary>Number of speakers in a room.</summary>
    public int Speakers => _options.Speakers;

    /// <summary>The left channel of what was decoded by the last check.</summary>
    public ReadOnlySpan<float> Decoded => _channel;

    /// <summary>Checks a recording.</summary>
    /// <param name="recording">What was heard.</param>
    /// <param name="listener">By which listener of the room.</param>
    /// <param name="isAlone">
    /// Whether no newcomer was in the room. If one was, the mix is judged, if the recording has it, and not the packets: when another voice
    /// begins, a codec moves energy between the sines, and shifts their phases.
    /// </param>
    /// <returns>What is wrong first; <see langword="null"/> if nothing is.</returns>
    public string? Check(EarRecording recording, int listener, bool isAlone = true)
    {
        if (recording.HasSamples)
        {
            Left(recording.Samples);
            var exact = Judge(listener, LevelTolerance.Exact, "in the mix");
            if (exact is not null) return exact;
        }

        if (!Decode(recording)) return "a packet is missing or malformed";
        Left(_decoded);
        if (!isAlone && recording.HasSamples) return null;
        var tolerance = isAlone ? LevelTolerance.Coded : LevelTolerance.Coded with { Radians = double.PositiveInfinity };
        return Judge(listener, tolerance, "in the packets");
    }

    public void Dispose() => _decoder.Dispose();

    private bool Decode(EarRecording recording)
    {
        _decoder.Reset();
        var channels = _decoder.Format.Channels;
        for (var block = 0; block < Blocks; block++)
        {
            if (_decoder.Decode(recording.Payload(block), _packet) != _blockFrames) return false;
            _packet.AsSpan(0, _blockFrames * channels).CopyTo(_decoded.AsSpan(block * _blockFrames * channels));
        }

        return true;
    }

    private void Left(float[] samples)
    {
        var channels = _decoder.Format.Channels;
        for (var i = 0; i < _channel.Length; i++) _channel[i] = samples[i * channels];
    }

    private string? Judge(int listener, LevelTolerance tolerance, string where)
    {
        if (_options.IsDisturbed) tolerance = tolerance.Disturbed(_options.Loss);
        var begin = _channel.Length - 2 * _half;
        _bank.Measure(_channel.AsSpan(begin, _half));
        _bank.Results.CopyTo(_first, 0);
        _bank.Measure(_channel.AsSpan(begin + _half, _half));
        for (var voice = 0; voice < _first.Length; voice++)
        {
            var (wanted, first, second) = (_plan.Gain(listener, voice), _first[voice], _bank.Results[voice]);
            var measured = (first.Magnitude + second.Magnitude) / 2 / _plan.Amplitude;
            if (!tolerance.Allows(measured, wanted))
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"speaker {voice} at {100 * measured:F1} % instead of {100 * wanted:F0} % {where}");
            }

            var expected = 2 * Math.PI * _plan.Hertz[voice] * _half / _decoder.Format.SampleRate;
            var turned = Math.IEEERemainder((second / first).Phase - expected, 2 * Math.PI);
            if (wanted > 0 && Math.Abs(turned) > tolerance.Radians)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the phase of speaker {voice} jumps by {turned:F2} rad {where}");
            }
        }

        return null;
    }
}

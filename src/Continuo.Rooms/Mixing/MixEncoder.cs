using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Mixing;

/// <summary>One encoding of a mix and the listeners that receive it. Belongs to the tick, apart from construction.</summary>
internal sealed class MixEncoder
{
    private const int SettlingBlocks = 11; // after which silence is always the same packet to a decoder

    private readonly IPacketEncoder? _encoder;
    private readonly OpusSettings[] _settings = [];
    private readonly byte[] _payload = [];
    private int _shed;
    private int _bytes;
    private int _silentBlocks;

    /// <param name="render">The mix.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="shared">The encoder of the common mix with the same encoding; <see langword="null"/> for that one itself.</param>
    public MixEncoder(MixRender render, MixEncoding encoding, MixEncoder? shared)
    {
        (Render, Encoding, Shared) = (render, encoding, shared);
        if (encoding.Codec is not { } codec) return;
        _encoder = CodecRegistry.CreateEncoder(codec, encoding.Preset);
        _payload = new byte[Math.Max(_encoder.MaxPayloadBytes, 1500)];
        if (_encoder is OpusPacketEncoder opus)
        {
            _settings = new OpusSettings[ShedSteps.Count + 1];
            for (var step = 0; step < _settings.Length; step++) _settings[step] = ShedSteps.Settings(opus.Settings, step);
        }
    }

    public MixRender Render { get; }

    public MixEncoding Encoding { get; }

    public MixEncoder? Shared { get; }

    /// <summary>The listeners; replaced by commands.</summary>
    public RoomListener[] Listeners { get; set; } = [];

    /// <summary>The listeners as the control plane has assigned them.</summary>
    public RoomListener[] Members { get; set; } = [];

    /// <summary>Whether this tick needs the packets.</summary>
    public bool IsNeeded { get; private set; }

    /// <summary>Whether the last tick was encoded, so that the next packet continues it.</summary>
    public bool IsContinuous { get; private set; }

    /// <summary>Whether the packet of this tick is a speaker's own.</summary>
    public bool IsForwarded { get; private set; }

    /// <summary>Whether the packets went to no one in the tick before, and go to newcomers alone now: they may begin anywhere.</summary>
    public bool IsUnheard { get; private set; }

    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _bytes);

    /// <summary>Whether this tick needs the packets for the encoder's own listeners.</summary>
    [RealTime]
    public void Need(bool isOwn)
    {
        IsNeeded = isOwn && Listeners.Length > 0;
        IsUnheard = IsNeeded && !IsContinuous && !IsForwarded && AreNew(Listeners);
    }

    /// <summary>This tick needs the packets also for listeners of another mix that equals this one at present.</summary>
    [RealTime]
    public void Share() => (IsNeeded, IsUnheard) = (true, false);

    /// <summary>
    /// Encodes a block. A silence that goes on repeats its packet instead: its encoding is two thirds of the cost of a room in which one
    /// person speaks.
    /// </summary>
    /// <param name="samples">The mix.</param>
    /// <param name="before">The mix of the tick before; read if that was not encoded, so that the decoder hears no edge.</param>
    /// <param name="isSilent">Whether the mix is silent.</param>
    /// <param name="shed">Number of steps by which quality is reduced.</param>
    [RealTime]
    public void Encode(ReadOnlySpan<float> samples, ReadOnlySpan<float> before, bool isSilent, int shed)
    {
        IsForwarded = false;
        if (_encoder is null) return;
        _silentBlocks = isSilent && IsContinuous && _encoder is OpusPacketEncoder ? _silentBlocks + 1 : 0;
        if (_silentBlocks > SettlingBlocks) return;
        if (shed != _shed && _settings.Length > 0 && _encoder is OpusPacketEncoder opus) Shed(opus, shed);
        if (!IsContinuous && !before.IsEmpty) _encoder.Encode(before, _payload);
        _bytes = _encoder.Encode(samples, _payload);
        IsContinuous = true;
    }

    /// <summary>Takes a speaker's packet instead of encoding the mix.</summary>
    [RealTime]
    public void Forward(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(_payload);
        _bytes = packet.Length;
        (IsForwarded, IsContinuous) = (true, false);
    }

    /// <summary>Whether a packet fits.</summary>
    [RealTime]
    public bool Fits(int bytes) => bytes <= _payload.Length;

    /// <summary>This tick does not need the packets.</summary>
    [RealTime]
    public void Skip() => (IsContinuous, IsForwarded) = (false, false);

    public void Dispose() => _encoder?.Dispose();

    [RealTime]
    private static bool AreNew(RoomListener[] listeners)
    {
        foreach (var listener in listeners)
        {
            if (listener.Blocks > 0) return false;
        }

        return true;
    }

    [RealTime]
    private void Shed(OpusPacketEncoder opus, int shed)
    {
        _shed = shed;
        opus.Settings = _settings[Math.Min(shed, _settings.Length - 1)];
    }
}

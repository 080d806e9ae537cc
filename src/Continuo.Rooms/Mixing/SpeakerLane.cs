using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mixing;
using Continuo.Rooms.Processing;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// A speaker as the tick sees it: the block of this tick, its level, and its gain for everyone. Fields without a lock belong to the tick;
/// commands change them.
/// </summary>
internal sealed unsafe class SpeakerLane : IDisposable
{
    private readonly ISpeakerInput _input;
    private readonly ChannelMapper? _fold;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _raw;
    private readonly float[] _folded;
    private readonly AlignedSamples _samples;
    private readonly GainRamp _gain;
    private readonly LevelFollower? _level;
    private readonly SpeechProcessor? _processor;
    private readonly IRemoteVoice? _remote;
    private readonly int _frames;
    private readonly bool _isMonoRoom;
    private readonly float _loudPower;
    private SpeechDetector _speech;
    private long _blocks, _heard, _concealed;
    private bool _isGone;

    public SpeakerLane(RoomSpeaker speaker, ISpeakerInput input, RoomOptions options)
    {
        (Speaker, _input, _remote, Kind) = (speaker, input, input as IRemoteVoice, speaker.Kind);
        var (format, frames) = (options.Format, options.BlockFrames);
        (_frames, _isMonoRoom) = (frames, format.Channels == 1);
        if ((speaker.Options.Processing ?? (speaker.Options.IsTemporary ? null : options.Processing)) is { IsActive: true } processing)
        {
            _processor = new SpeechProcessor(format.SampleRate, frames, format.Channels, processing);
        }

        var isMono = speaker.Options.IsMonoSeat || _processor is not null;
        var perSecond = format.SampleRate / frames;
        _samples = new AlignedSamples(frames * format.Channels);
        _raw = input.Format.Channels == format.Channels && !isMono ? [] : new float[frames * input.Format.Channels];
        if (isMono && input.Format.Channels == 2 && format.Channels == 2) _fold = new ChannelMapper(2, 1);
        _folded = _fold is null ? [] : new float[frames];
        var from = _fold is null ? input.Format.Channels : 1;
        if (_raw.Length > 0) _mapper = new ChannelMapper(from, format.Channels);
        _gain = new GainRamp(format.Channels, GainRamp.FramesAt(format.SampleRate), 0);
        if (Kind == LaneKind.Local && (speaker.Options.AutomaticLevel || options.AutomaticLevel))
        {
            _level = new LevelFollower(format, options.TargetLufs, perSecond);
        }

        _loudPower = (float)Math.Pow(10, options.SpeechDb / 10);
        _speech = new SpeechDetector(perSecond);
        (Volume, IsMuted) = ((float)speaker.Options.Volume, speaker.Options.IsMuted);
        TalksOver = speaker.Options.TalksOver;
    }

    public RoomSpeaker Speaker { get; }

    /// <summary>What the lane holds.</summary>
    public LaneKind Kind { get; }

    /// <summary>Who receives the blocks before the volumes: recordings and replays.</summary>
    public TapList Taps { get; } = new();

    /// <summary>What the person has heard; <see langword="null"/> without echo cancellation.</summary>
    public EchoReference? Reference => _processor?.Reference;

    /// <summary>Whether the voice is processed before it is mixed.</summary>
    public bool IsProcessed => _processor is not null;

    /// <summary>Position among the speakers of this tick.</summary>
    public int Index { get; set; }

    /// <summary>Volume for everyone.</summary>
    public float Volume { get; set; }

    public bool IsMuted { get; set; }

    public bool TalksOver { get; set; }

    /// <summary>Whether the speaker is one of this node, and talks over the others now.</summary>
    [RealTime]
    public bool IsTalkingOver => TalksOver && IsSpeaking && !IsMuted;

    /// <summary>Whether the speaker has left: faded out in this tick, and no longer part of the next.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Whether the tick no longer uses the lane. Thread-safe.</summary>
    public bool IsGone
    {
        get => Volatile.Read(ref _isGone);
        set
        {
            // Mixes keep their corrections of the speaker until they are tidied up; they must find nothing to correct.
            if (value) IsActive = false;
            Volatile.Write(ref _isGone, value);
        }
    }

    /// <summary>Whether the input threw. It is not read again.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether the input was idle in this tick and was not read.</summary>
    public bool IsParked { get; private set; }

    /// <summary>Whether the block is audible in this tick, after the speaker's gain.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the speaker is one of the loudest that are mixed.</summary>
    public bool IsSelected { get; set; }

    [RealTime]
    public bool IsSpeaking => _speech.IsSpeaking;

    /// <summary>Whether <see cref="IsSpeaking"/> has changed in this tick.</summary>
    public bool HasTurned { get; private set; }

    public SpeakerBlock Status { get; private set; }

    public BlockLevel Level { get; private set; }

    /// <summary>Power with a fast attack and a slow release, for the choice of the loudest.</summary>
    public float Smoothed { get; private set; }

    /// <summary>Ticks since audio from packets was last heard.</summary>
    public int QuietTicks { get; private set; }

    /// <summary>Consecutive ticks in which audio was concealed.</summary>
    public int ConcealedTicks { get; private set; }

    public double AutomaticGainDb => _level?.GainDb ?? 0;

    public bool HasAutomaticLevel => _level is not null;

    public long Blocks => Volatile.Read(ref _blocks);

    public long HeardBlocks => Volatile.Read(ref _heard);

    public long ConcealedBlocks => Volatile.Read(ref _concealed);

    /// <summary>First sample of the block, frames × channels of the room. Valid while the lane is referenced.</summary>
    [RealTime]
    public float* Samples => _samples.First;

    /// <summary>Frees what the lane owns. When no tick uses it any more.</summary>
    public void Dispose() => _processor?.Dispose();

    /// <summary>Reads the next block from the input and measures it. By one thread per tick.</summary>
    /// <param name="tick">Number of the tick.</param>
    [RealTime]
    public void Read(long tick)
    {
        IsParked = _input.IsIdle;
        if (IsParked || Failure is not null)
        {
            (Status, Level, HasTurned) = (SpeakerBlock.Silent, _remote?.Level ?? default, _speech.Take(_remote is { IsSpeaking: true }));
            QuietTicks++;
            ConcealedTicks = 0;
            return;
        }

        Status = _mapper is null ? _input.Read(_samples.Span) : ReadMapped(tick);
        Volatile.Write(ref _blocks, _blocks + 1);
        if (Status == SpeakerBlock.Heard) Volatile.Write(ref _heard, _heard + 1);
        if (Status == SpeakerBlock.Concealed) Volatile.Write(ref _concealed, _concealed + 1);
        QuietTicks = Status == SpeakerBlock.Heard ? 0 : QuietTicks + 1;
        ConcealedTicks = Status == SpeakerBlock.Concealed ? ConcealedTicks + 1 : 0;
        Level = BlockLevel.Of(_samples.Span);
        if (!float.IsFinite(Level.Power))
        {
            _samples.Span.Clear();
            Level = default;
        }

        HasTurned = _speech.Take(_remote?.IsSpeaking ?? (Level.Power >= _loudPower && !IsMuted && _processor is not { HasVoice: false }));
        Smoothed += (Level.Power - Smoothed) * (Level.Power > Smoothed ? 0.5f : 0.1f);
        _level?.Take(_samples.Span, _speech.IsSpeaking);
        if (!IsMuted) Taps.Write(_samples.Span, tick * _frames);
    }

    /// <summary>Ticks were left out before this one.</summary>
    [RealTime]
    public void CatchUp()
    {
        if (Failure is null) _input.CatchUp();
    }

    /// <summary>Applies the speaker's gain to the block. On the thread of the tick.</summary>
    /// <param name="attenuation">Factor while another speaker talks over this one.</param>
    [RealTime]
    public void Apply(float attenuation)
    {
        if (Kind != LaneKind.Local)
        {
            Pass();
            return;
        }

        var gain = IsMuted || IsLeaving || !IsSelected ? 0 : Volume * attenuation;
        if (_level is not null) gain *= Decibels.ToGain(_level.GainDb);
        var isQuiet = Level.Peak < BlockLevel.SilentPeak;
        if (isQuiet) _gain.Jump(gain);
        else _gain.MoveTo(gain);
        IsActive = !isQuiet && !_gain.IsSilent;
        if (IsActive) _gain.Apply(_samples.Span);
    }

    /// <summary>Another node has applied all gains; a link that ends is faded out.</summary>
    [RealTime]
    private void Pass()
    {
        if (IsLeaving) _gain.MoveTo(0);
        else _gain.Jump(1);
        IsActive = Level.Peak > 0;
        if (IsActive && IsLeaving) _gain.Apply(_samples.Span);
    }

    /// <summary>Name of the codec of <see cref="TryGetPacket"/>; <see langword="null"/> if the input has no packets.</summary>
    public string? CodecName
    {
        [RealTime]
        get => _input.Codec?.Name;
    }

    /// <summary>The encoded packet of this tick's block, if it is exactly one and nothing has changed it.</summary>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return IsActive && _gain.IsUnity && _processor is null && Status == SpeakerBlock.Heard
            && _input.TryGetPacket(out packet) && IsLayoutOf(packet);
    }

    /// <summary>
    /// Whether who decodes a packet hears what the room mixes. The layout of an Opus packet is its own, whatever the input's is.
    /// </summary>
    [RealTime]
    private bool IsLayoutOf(ReadOnlySpan<byte> packet) =>
        _mapper is null || (CodecName == "opus" && (OpusPacket.ChannelsOf(packet) == 1 || (_fold is null && !_isMonoRoom)));

    /// <summary>Reads an input of another layout, or one that is processed, which is done in mono.</summary>
    [RealTime]
    private SpeakerBlock ReadMapped(long tick)
    {
        var status = _input.Read(_raw);
        if (_fold is not null)
        {
            _fold.Map(_raw, _folded);
            _processor?.Process(_folded, tick);
            _mapper!.Map(_folded, _samples.Span);
            return status;
        }

        if (!_isMonoRoom) _processor?.Process(_raw, tick);
        _mapper!.Map(_raw, _samples.Span);
        if (_isMonoRoom) _processor?.Process(_samples.Span, tick);
        return status;
    }
}

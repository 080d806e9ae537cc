using System.Globalization;
using Continuo.Audio;
using Continuo.Rooms.Hosting;
using Microsoft.Extensions.Logging;

namespace Continuo.Rooms;

/// <summary>Options of a <see cref="Room"/>. Immutable.</summary>
public sealed record RoomOptions
{
    /// <summary>Format of the mix: 48 kHz mono by default. One or two channels.</summary>
    public AudioFormat Format { get; init; } = new(48_000, 1);

    /// <summary>Length of a tick: 20 ms (default) or 10 ms.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How many of the loudest speakers are mixed at most; 0 (default) mixes all. Speakers beyond it are faded out while they are not
    /// among the loudest.
    /// </summary>
    public int MaxMixed { get; init; }

    /// <summary>Level from which a speaker counts as speaking, in dBFS RMS of a tick.</summary>
    public double SpeechDb { get; init; } = -45;

    /// <summary>
    /// Attenuation of the others while a speaker with <see cref="SpeakerOptions.TalksOver"/> speaks, in dB; 0 switches it off.
    /// </summary>
    public double TalkOverDb { get; init; } = -15;

    /// <summary>Whether every speaker is brought to <see cref="TargetLufs"/>, not only those that ask for it.</summary>
    public bool AutomaticLevel { get; init; }

    /// <summary>Loudness that automatic level brings speakers to, in LUFS.</summary>
    public double TargetLufs { get; init; } = -20;

    /// <summary>
    /// What is done to the voices of speakers that join without <see cref="SpeakerOptions.Processing"/>; <see langword="null"/>: nothing.
    /// </summary>
    public SpeakerProcessing? Processing { get; init; }

    /// <summary>
    /// The room stops ticking after this long in which no speaker sent anything; infinite keeps it ticking once it has begun.
    /// </summary>
    public TimeSpan ParkAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A speaker is removed after this long without packets; infinite keeps it.</summary>
    public TimeSpan RemoveAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum number of speakers.</summary>
    public int MaxSpeakers { get; init; } = 1000;

    /// <summary>Maximum number of listeners.</summary>
    public int MaxListeners { get; init; } = 10_000;

    /// <summary>Maximum number of control commands that wait for the next tick; further ones are refused and counted.</summary>
    public int MaxCommands { get; init; } = 4096;

    /// <summary>Logs the first exception of user code; <see langword="null"/> for no logging.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Frames per tick.</summary>
    internal int BlockFrames => (int)Format.ToFrames(Tick);

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> naming the first value out of range.</exception>
    internal void Validate()
    {
        Processing?.Validate();
        Check(Format.Channels is 1 or 2, "channels", Format.Channels, "Use 1 or 2");
        Check(Tick.TotalMilliseconds is 10 or 20, "tick in ms", Tick.TotalMilliseconds, "Use 20 or 10");
        Check(MaxMixed is >= 0 and <= 1000, nameof(MaxMixed), MaxMixed, "Use 0 for all, or 1…1000");
        Check(SpeechDb is >= -90 and <= 0, nameof(SpeechDb), SpeechDb, "Use -90…0");
        Check(TalkOverDb is >= -60 and <= 0, nameof(TalkOverDb), TalkOverDb, "Use -60…0");
        Check(TargetLufs is >= -40 and <= -10, nameof(TargetLufs), TargetLufs, "Use -40…-10");
        Check(ParkAfter == Timeout.InfiniteTimeSpan || ParkAfter >= TimeSpan.FromMilliseconds(100), nameof(ParkAfter),
            ParkAfter.TotalSeconds, "Use at least 0.1 s, or infinite");
        Check(RemoveAfter == Timeout.InfiniteTimeSpan || RemoveAfter >= TimeSpan.FromSeconds(1), nameof(RemoveAfter),
            RemoveAfter.TotalSeconds, "Use at least 1 s, or infinite");
        Check(MaxSpeakers is >= 1 and <= 10_000, nameof(MaxSpeakers), MaxSpeakers, "Use 1…10000");
        Check(MaxListeners is >= 1 and <= 100_000, nameof(MaxListeners), MaxListeners, "Use 1…100000");
        Check(MaxCommands is >= 16 and <= 1_000_000, nameof(MaxCommands), MaxCommands, "Use 16…1000000");
    }

    private static void Check(bool holds, string name, double value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"room {name} = {value}"),
            "out of range", remedy);
    }
}

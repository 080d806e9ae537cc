using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// Chooses the loudest speakers and attenuates the others while someone talks over them. Belongs to the tick; real-time-safe.
/// </summary>
internal sealed class SpeakerChoice(RoomOptions options)
{
    private const float Bonus = 2; // 3 dB: a selected speaker stays selected until another is clearly louder
    private const int HoldMilliseconds = 500;
    private const int RecoverMilliseconds = 1000;

    private readonly int _holdTicks = (int)(HoldMilliseconds / options.Tick.TotalMilliseconds);
    private readonly float _depth = Decibels.ToGain(options.TalkOverDb);
    private readonly float _recovery = (float)(options.Tick.TotalMilliseconds / RecoverMilliseconds);
    private int _hold;

    /// <summary>Gain of the speakers that are talked over, 1 if there is no one who does.</summary>
    public float Attenuation { get; private set; } = 1;

    /// <summary>Sets <see cref="SpeakerLane.IsSelected"/> and <see cref="Attenuation"/> from the levels of this tick.</summary>
    /// <param name="lanes">The speakers.</param>
    /// <param name="most">How many are selected at most.</param>
    /// <param name="talksOver">Whether a speaker of another node talks over these.</param>
    [RealTime]
    public void Choose(ReadOnlySpan<SpeakerLane> lanes, int most, bool talksOver = false)
    {
        var candidates = 0;
        foreach (var lane in lanes)
        {
            talksOver |= lane.IsTalkingOver;
            if (IsCandidate(lane)) candidates++;
        }

        Attenuate(talksOver);
        if (candidates <= most)
        {
            foreach (var lane in lanes) lane.IsSelected = true;
            return;
        }

        Select(lanes, most);
    }

    [RealTime]
    private static bool IsCandidate(SpeakerLane lane) =>
        lane.Kind == LaneKind.Local && !lane.IsMuted && lane.Level.Peak >= BlockLevel.SilentPeak;

    [RealTime]
    private static float Weight(SpeakerLane lane) =>
        lane.TalksOver && lane.IsSpeaking ? float.MaxValue : lane.IsSelected ? lane.Smoothed * Bonus : lane.Smoothed;

    /// <summary>The threshold is found by repeated search of the next lower weight: as many passes as speakers are mixed.</summary>
    [RealTime]
    private static void Select(ReadOnlySpan<SpeakerLane> lanes, int most)
    {
        Span<float> weights = stackalloc float[lanes.Length];
        for (var i = 0; i < lanes.Length; i++) weights[i] = IsCandidate(lanes[i]) ? Weight(lanes[i]) : -1;
        foreach (var lane in lanes) lane.IsSelected = !IsCandidate(lane);
        for (var chosen = 0; chosen < most; chosen++)
        {
            var best = 0;
            for (var i = 1; i < weights.Length; i++)
            {
                if (weights[i] > weights[best]) best = i;
            }

            weights[best] = -1;
            lanes[best].IsSelected = true;
        }
    }

    [RealTime]
    private void Attenuate(bool talksOver)
    {
        _hold = talksOver ? _holdTicks : Math.Max(0, _hold - 1);
        if (_hold > 0) Attenuation = _depth;
        else if (Attenuation < 1) Attenuation = Math.Min(1, Attenuation + _recovery);
    }
}

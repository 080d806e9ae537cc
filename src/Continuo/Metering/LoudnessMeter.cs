using System.Runtime.Intrinsics;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// Loudness according to ITU-R BS.1770-4 and EBU Tech 3341: momentary (400 ms), short-term (3 s) and integrated with both gates; loudness
/// range according to EBU Tech 3342. In LUFS, −∞ for silence.
/// </summary>
/// <remarks>
/// <para>One thread calls Process; any thread may read the values.</para>
/// <para>The windows advance in steps of 10 ms, so the position of a sound within a step changes a reading by at most 0.06 LU. Gating
/// blocks overlap by 75 %, as the Recommendation requires.</para>
/// </remarks>
public sealed class LoudnessMeter
{
    private const int MomentaryHops = 40;
    private const int ShortTermHops = 300;
    private const int GateHops = 10;

    private readonly AudioFormat _format;
    private readonly KWeighting.Coefficients _filter;
    private readonly KWeighting[] _pairs;
    private readonly Vector128<double>[] _weights;
    private readonly double[] _hops = new double[ShortTermHops];
    private readonly LoudnessHistogram _blocks = new();
    private readonly LoudnessHistogram _shortTerms = new();
    private double _energy;
    private long _hop;
    private int _untilHop;

    private double _momentary, _shortTerm, _integrated, _range, _maxMomentary, _maxShortTerm;

    /// <summary>Creates a meter. Not real-time-safe.</summary>
    /// <param name="format">Sample rate and channels of the input.</param>
    /// <param name="weights">
    /// Weight of each channel's energy. If empty, the weights of BS.1770 for the format's layout: 1.41 for side and back speakers, 0 for
    /// the LFE, 1 for all others.
    /// </param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the number of weights is not the number of
    /// channels.</exception>
    public LoudnessMeter(AudioFormat format, ReadOnlySpan<double> weights = default)
    {
        if (weights.IsEmpty) weights = UsualWeights(format.Layout);
        if (weights.Length != format.Channels)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"{weights.Length} channel weights for {format}",
                "the numbers of weights and channels differ", "Pass one weight per channel, or none for the default weights");
        }

        _format = format;
        _filter = KWeighting.Coefficients.At(format.SampleRate);
        _pairs = new KWeighting[(format.Channels + 1) / 2];
        _weights = new Vector128<double>[_pairs.Length];
        for (var pair = 0; pair < _pairs.Length; pair++)
        {
            _weights[pair] = Vector128.Create(weights[2 * pair], 2 * pair + 1 < weights.Length ? weights[2 * pair + 1] : 0);
        }

        Reset();
    }

    /// <summary>Momentary loudness: the last 400 ms.</summary>
    public double Momentary => Volatile.Read(ref _momentary);

    /// <summary>Short-term loudness: the last 3 s.</summary>
    [RealTime]
    public double ShortTerm => Volatile.Read(ref _shortTerm);

    /// <summary>Integrated (gated) loudness since the start or <see cref="Reset"/>.</summary>
    public double Integrated => Volatile.Read(ref _integrated);

    /// <summary>Loudness range since the start or <see cref="Reset"/>, in LU.</summary>
    public double Range => Volatile.Read(ref _range);

    /// <summary>Maximum of <see cref="Momentary"/> since the start or <see cref="Reset"/>.</summary>
    public double MaxMomentary => Volatile.Read(ref _maxMomentary);

    /// <summary>Maximum of <see cref="ShortTerm"/> since the start or <see cref="Reset"/>.</summary>
    public double MaxShortTerm => Volatile.Read(ref _maxShortTerm);

    /// <summary>Measures a block of any size. Real-time-safe; allocates nothing.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Process(ReadOnlySpan<float> samples)
    {
        while (samples.Length >= _format.Channels)
        {
            var frames = Math.Min(samples.Length / _format.Channels, _untilHop);
            var part = samples[..(frames * _format.Channels)];
            for (var pair = 0; pair < _pairs.Length; pair++)
            {
                var left = 2 * pair;
                var right = Math.Min(left + 1, _format.Channels - 1);
                _energy += Vector128.Sum(_pairs[pair].Energy(part, _format.Channels, left, right, _filter) * _weights[pair]);
            }

            _untilHop -= frames;
            if (_untilHop == 0) EndHop();
            samples = samples[part.Length..];
        }
    }

    /// <summary>Resets the meter. Call from the thread that calls <see cref="Process"/>; real-time-safe.</summary>
    [RealTime]
    public void Reset()
    {
        _pairs.AsSpan().Clear();
        _hops.AsSpan().Clear();
        _blocks.Clear();
        _shortTerms.Clear();
        (_energy, _hop) = (0, 0);
        _untilHop = Hop.Frames(0, _format.SampleRate);
        Volatile.Write(ref _momentary, double.NegativeInfinity);
        Volatile.Write(ref _shortTerm, double.NegativeInfinity);
        Volatile.Write(ref _integrated, double.NegativeInfinity);
        Volatile.Write(ref _range, 0);
        Volatile.Write(ref _maxMomentary, double.NegativeInfinity);
        Volatile.Write(ref _maxShortTerm, double.NegativeInfinity);
    }

    [RealTime]
    private void EndHop()
    {
        foreach (ref var pair in _pairs.AsSpan()) pair.Settle();
        _hops[_hop % ShortTermHops] = double.IsFinite(_energy) ? _energy : 0;
        _energy = 0;
        _hop++;
        _untilHop = Hop.Frames(_hop, _format.SampleRate);

        var momentary = Mean(MomentaryHops);
        var shortTerm = Mean(ShortTermHops);
        Volatile.Write(ref _momentary, KWeighting.Lufs(momentary));
        Volatile.Write(ref _shortTerm, KWeighting.Lufs(shortTerm));
        if (_momentary > _maxMomentary) Volatile.Write(ref _maxMomentary, _momentary);
        if (_shortTerm > _maxShortTerm) Volatile.Write(ref _maxShortTerm, _shortTerm);
        if (_hop % GateHops != 0) return;

        if (_hop >= MomentaryHops) _blocks.Add(momentary);
        if (_hop >= ShortTermHops) _shortTerms.Add(shortTerm);
        Volatile.Write(ref _integrated, KWeighting.Lufs(_blocks.GatedMean()));
        Volatile.Write(ref _range, _shortTerms.Range());
    }

    [RealTime]
    private double Mean(int hops)
    {
        var sum = 0.0;
        var newest = (int)((_hop - 1) % ShortTermHops);
        for (var i = Math.Max(0, newest - hops + 1); i <= newest; i++) sum += _hops[i];
        for (var i = ShortTermHops - Math.Max(0, hops - newest - 1); i < ShortTermHops; i++) sum += _hops[i];
        return sum * Hop.PerSecond / ((double)hops * _format.SampleRate);
    }

    private static double[] UsualWeights(ChannelLayout layout)
    {
        var weights = new double[layout.Channels];
        for (var i = 0; i < weights.Length; i++) weights[i] = WeightOf(layout[i]);
        return weights;
    }

    private static double WeightOf(Speaker speaker) => speaker switch
    {
        Speaker.LowFrequency => 0,
        Speaker.BackLeft or Speaker.BackRight or Speaker.SideLeft or Speaker.SideRight or Speaker.BackCentre => 1.41,
        _ => 1,
    };
}

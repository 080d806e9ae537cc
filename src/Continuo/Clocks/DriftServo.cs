using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// Learns the rate difference of two clocks from the deviation of a delay from its target, and computes the speed at which to read so that
/// the delay returns to it: a proportional-integral loop that narrows in three stages, see <see cref="ServoStage"/>.
/// <code>
/// acquire ──(within 1 frame in the mean of 0.5 s)──▶ track ──(of 2 s)──▶ quiet
///    ▲                                                │ ▲                  │
///    └───────────(off by more than 24)────────────────┘ └──(more than 24)──┘
/// </code>
/// </summary>
/// <remarks>
/// With loop bandwidth B, ω = 2πB: speed − 1 = (2ω·e + ω²·∫e dt) / rate, critically damped. The error is smoothed by a pole at 5 B, in
/// quiet by three at 10 B.
/// Thresholds are frames and bandwidths are hertz at 48 kHz; both scale with the rate. Noisy measurements widen the thresholds and narrow
/// the quiet loop.
/// At each promotion the integral becomes the mean speed of the latter half of that time, so what the wider loop let through is averaged
/// out.
/// For one thread; real-time-safe but for the constructor.
/// </remarks>
internal sealed class DriftServo
{
    private const double AcquireHertz = 10;
    private const double TrackHertz = 1;
    private const double QuietHertz = 0.05;
    private const double AcquireSmoothingHertz = 50;
    private const double TrackSmoothingHertz = 5;
    private const double QuietSmoothingHertz = 0.5;
    private const double AcquireHoldSeconds = 0.5;
    private const double TrackHoldSeconds = 2;
    private const double PromoteFrames = 1;
    private const double DemoteFrames = 24;
    private const double QuietClampFrames = 48;
    private const double NoiseSeconds = 1;
    private const double CalmFrames = 0.1;
    private const double LeastCalm = 0.1;
    private const double CalmPace = 0.3;
    private const double MaxStep = 0.5; // limit of ωT: with fewer updates the bandwidth is reduced, so that the loop stays stable
    private const double MaxSpeed = FractionalResampler.MaxPpm * 1e-6;

    private readonly int _rate;
    private readonly double _scale;
    private double _smooth1, _smooth2, _smooth3;
    private double _errorBefore;
    private double _noise;
    private double _quietWidth = 1; // bandwidth of the quiet loop, relative
    private double _integral;
    private double _latched;
    private double _holdSeconds;
    private double _holdError;
    private double _meanSeconds;
    private double _meanSpeed;

    /// <summary>Creates a servo in <see cref="ServoStage.Acquire"/>, at speed 1.</summary>
    /// <param name="sampleRate">The nominal rate in frames per second.</param>
    public DriftServo(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        (_rate, _scale) = (sampleRate, sampleRate / 48_000.0);
    }

    /// <summary>Current stage.</summary>
    [RealTime]
    public ServoStage Stage { get; private set; }

    /// <summary>The speed to read at: frames of the other clock per frame of this clock.</summary>
    [RealTime]
    public double Speed { get; private set; } = 1;

    /// <summary>
    /// Rate difference of the other clock in parts per million; positive if it is faster. Only what has been learnt, without the correction
    /// that brings the delay back to its target.
    /// </summary>
    [RealTime]
    public double DriftPpm => (Stage == ServoStage.Acquire ? _latched : _integral) * 1e6;

    /// <summary>The error in frames, smoothed as in the current stage.</summary>
    [RealTime]
    public double ErrorFrames => Stage == ServoStage.Quiet ? _smooth3 : _smooth1;

    /// <summary>Number of times the servo fell back to a wider stage.</summary>
    [RealTime]
    public long Demotions { get; private set; }

    /// <summary>Adds a measurement.</summary>
    /// <param name="errorFrames">Delay minus target delay.</param>
    /// <param name="elapsedFrames">Frames of this clock since the previous measurement.</param>
    /// <returns><see cref="Speed"/>.</returns>
    [RealTime]
    public double Update(double errorFrames, int elapsedFrames)
    {
        var seconds = (double)elapsedFrames / _rate;
        if (!double.IsFinite(errorFrames) || seconds <= 0) return Speed;
        Smooth(errorFrames, seconds);
        var omega = Math.Min(2 * Math.PI * Bandwidth * _scale, MaxStep / seconds);
        var error = ErrorFrames;
        var integral = _integral + omega * omega * error * seconds / _rate;
        var speed = integral + 2 * omega * error / _rate;
        if (Math.Abs(speed) <= MaxSpeed || Math.Sign(error) != Math.Sign(speed)) _integral = Math.Clamp(integral, -MaxSpeed, MaxSpeed);
        speed = Math.Clamp(speed, -MaxSpeed, MaxSpeed);
        if (Stage == ServoStage.Quiet) NarrowQuiet(omega * seconds);
        ChangeStage(error, speed, seconds);
        return Speed = 1 + speed;
    }

    /// <summary>Restarts at the learnt speed, after the delay was changed while the clocks are the same.</summary>
    [RealTime]
    public void Resume()
    {
        if (Stage == ServoStage.Acquire) _integral = _latched;
        (_smooth1, _smooth2, _smooth3, _errorBefore) = (0, 0, 0, 0);
        StartHold();
        Speed = 1 + _integral;
    }

    /// <summary>Restarts without any learnt state.</summary>
    [RealTime]
    public void Reset()
    {
        (_integral, _latched, _noise, Demotions) = (0, 0, 0, 0);
        Stage = ServoStage.Acquire;
        Resume();
    }

    [RealTime]
    private double Bandwidth => Stage switch
    {
        ServoStage.Acquire => AcquireHertz,
        ServoStage.Track => TrackHertz,
        _ => QuietHertz * _quietWidth,
    };

    [RealTime]
    private void Smooth(double error, double seconds)
    {
        var hertz = Stage switch
        {
            ServoStage.Acquire => AcquireSmoothingHertz,
            ServoStage.Track => TrackSmoothingHertz,
            _ => QuietSmoothingHertz * _quietWidth,
        };
        var weight = 1 - Math.Exp(-2 * Math.PI * hertz * _scale * seconds);

        // In quiet a single outlier (a thread that woke late) must not be audible; a lasting one is followed.
        if (Stage == ServoStage.Quiet) error = Math.Clamp(error, -QuietClampFrames * _scale, QuietClampFrames * _scale);
        var change = Math.Abs(error - _errorBefore); // not the distance from the mean, which also contains the loop's own lag
        _errorBefore = error;
        _smooth1 += weight * (error - _smooth1);
        _smooth2 += weight * (_smooth1 - _smooth2);
        _smooth3 += weight * (_smooth2 - _smooth3);
        var noiseWeight = 1 - Math.Exp(-seconds / NoiseSeconds);
        _noise += noiseWeight * (Math.Min(change, QuietClampFrames * _scale) - _noise);
    }

    /// <summary>Noisy measurements narrow the quiet loop, down to a tenth, and no faster than the loop settles.</summary>
    [RealTime]
    private void NarrowQuiet(double turned)
    {
        var wanted = Math.Clamp(CalmFrames * _scale / Math.Max(_noise, 1e-9), LeastCalm, 1);
        _quietWidth *= 1 + Math.Clamp(wanted / _quietWidth - 1, -CalmPace * turned, CalmPace * turned);
    }

    [RealTime]
    private void ChangeStage(double error, double speed, double seconds)
    {
        if (Math.Abs(error) > DemoteFrames * _scale + _noise && Stage != ServoStage.Acquire)
        {
            Enter(Stage - 1, error);
            Demotions++;
            return;
        }

        if (Stage == ServoStage.Quiet) return;
        var hold = Stage == ServoStage.Acquire ? AcquireHoldSeconds : TrackHoldSeconds;
        _holdSeconds += seconds;
        _holdError += error * seconds;
        if (_holdSeconds > hold / 2) (_meanSeconds, _meanSpeed) = (_meanSeconds + seconds, _meanSpeed + speed * seconds);
        if (_holdSeconds < hold) return;
        var mean = _holdError / _holdSeconds;
        if (Math.Abs(mean) > PromoteFrames * _scale + _noise / 4)
        {
            StartHold();
            return;
        }

        _integral = _meanSpeed / _meanSeconds;
        Enter(Stage + 1, mean);
    }

    [RealTime]
    private void Enter(ServoStage stage, double error)
    {
        if (stage == ServoStage.Acquire) _latched = _integral;
        Stage = stage;
        _quietWidth = 1;
        (_smooth1, _smooth2, _smooth3) = (error, error, error);
        StartHold();
    }

    [RealTime]
    private void StartHold() => (_holdSeconds, _holdError, _meanSeconds, _meanSpeed) = (0, 0, 0, 0);
}

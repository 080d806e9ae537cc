using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Engine.Tests;

/// <summary>A device that wants a block when the test says so, and keeps what it was given.</summary>
internal sealed class StepSink : IOutputDevice
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _written = new(0);
    private readonly float[] _samples = new float[4_000_000];
    private int _count;
    private volatile bool _isGone;
    private volatile bool _refuses;
    private volatile bool _hangs;
    private volatile bool _isLetGo;

    public string Description => "the test";

    public long FramesWritten { get; private set; }

    public long Underruns { get; set; }

    /// <summary>In how many pieces it wants a block.</summary>
    public int Pieces { get; init; } = 1;

    public long LatencyFrames => 2 * EngineFixture.Block;

    public int Opened { get; private set; }

    /// <summary>What opening waits for.</summary>
    public ManualResetEventSlim OpenGate { get; } = new(initialState: true);

    public float[] Samples => _samples[..Volatile.Read(ref _count)];

    /// <summary>A system whose <c>device:</c> is this sink.</summary>
    public AudioSystem System => new AudioSystem().AddSink("device", (_, _) => this);

    public void Open(AudioFormat format)
    {
        OpenGate.Wait(Patience);
        if (_refuses) throw new AudioException(AudioErrorCode.NotFound, "device:", "it is not there", "Connect it");
        Opened++;
        _isGone = false;
    }

    public int PieceFrames(int blockFrames) => blockFrames / Pieces;

    public bool TryHold(int frames) => false;

    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        // Its time goes by steps: it has wanted nothing for the time-out only when the test says that it hangs.
        while (!_wanted.Wait(timeout > TimeSpan.Zero ? timeout : Instant))
        {
            if (_hangs || _isLetGo) return false;
        }

        if (_isGone) throw new AudioException(AudioErrorCode.ServerUnavailable, "device:", "it has gone away", "Connect it");
        return true;
    }

    public void Write(ReadOnlySpan<float> samples)
    {
        samples.CopyTo(_samples.AsSpan(_count));
        Volatile.Write(ref _count, _count + samples.Length);
        FramesWritten += samples.Length / 2;
        _written.Release();
    }

    public void Finish()
    {
    }

    public void Interrupt() => LetGo();

    public void Dispose()
    {
    }

    /// <summary>Wants blocks one after the other and waits for each.</summary>
    public void Step(int blocks = 1)
    {
        for (var i = 0; i < blocks * Pieces; i++)
        {
            _wanted.Release();
            Assert.True(_written.Wait(Patience), "no block came");
        }
    }

    /// <summary>Takes nothing, like a device whose server hangs, until <see cref="GoOn"/>.</summary>
    public void Hang() => _hangs = true;

    public void GoOn() => _hangs = false;

    /// <summary>The test is over: nothing is waited for any more.</summary>
    public void LetGo()
    {
        _isLetGo = true;
        OpenGate.Set();
    }

    /// <summary>Goes away, and does or does not let itself be opened again.</summary>
    public void Vanish(bool forGood)
    {
        (_isGone, _refuses) = (true, forGood);
        _wanted.Release();
    }

    public void Return() => _refuses = false;

    public void Refuse() => _refuses = true;
}

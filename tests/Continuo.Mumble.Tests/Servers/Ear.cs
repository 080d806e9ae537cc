using Continuo.Audio;
using Continuo.Mumble.Addresses;
using Continuo.Mumble.Speakers;
using Continuo.Sources;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Listens to a channel, or to one user, by the product's source.</summary>
internal sealed class Ear : IDisposable
{
    private readonly float[] _second = new float[48_000];
    private readonly Thread _thread;
    private volatile bool _isStopped;
    private int _filled;

    public Ear(MumbleOptions options, string? user = null)
    {
        Source = new MumbleSource(options, user, new AudioFormat(48_000, 1), SpeakerVoice.DefaultJitter);
        Source.Open();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public MumbleSource Source { get; }

    public int Losses { get; private set; }

    /// <summary>Amplitude of a tone in the last half second.</summary>
    public double Amplitude(double hertz)
    {
        const int Frames = 24_000;
        double real = 0, imaginary = 0;
        lock (_second)
        {
            if (_filled < Frames) return 0;
            for (var i = 0; i < Frames; i++)
            {
                var angle = 2 * Math.PI * hertz * i / 48_000;
                var sample = _second[_second.Length - Frames + i];
                real += sample * Math.Cos(angle);
                imaginary += sample * Math.Sin(angle);
            }
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / Frames;
    }

    /// <summary>Waits until a tone has an amplitude.</summary>
    public void Hears(double hertz, double amplitude) =>
        Until.True(() => Math.Abs(Amplitude(hertz) - amplitude) < 0.15 * amplitude, $"{hertz} Hz at {amplitude}; it is at {Amplitude(hertz)}");

    /// <summary>Waits until a tone is not heard.</summary>
    public void DoesNotHear(double hertz) =>
        Until.True(() => Filled && Amplitude(hertz) < 0.003, $"silence at {hertz} Hz; it is at {Amplitude(hertz)}");

    private bool Filled
    {
        get
        {
            lock (_second) return _filled >= 24_000;
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        Source.Interrupt();
        _thread.Join();
        Source.Dispose();
    }

    private void Run()
    {
        var block = new float[480];
        while (!_isStopped)
        {
            var read = Source.Read(block, TimeSpan.FromMilliseconds(100));
            if (read.Status == SourceStatus.Data)
            {
                lock (_second)
                {
                    _second.AsSpan(block.Length).CopyTo(_second);
                    block.CopyTo(_second.AsSpan(_second.Length - block.Length));
                    _filled += block.Length;
                }
            }
            else if (read.Status == SourceStatus.Lost)
            {
                lock (_second) _filled = 0;
                Losses++;
                try
                {
                    Source.Open();
                }
                catch (Exception e) when (e is AudioException or OperationCanceledException)
                {
                    Thread.Sleep(50);
                }
            }
        }
    }
}

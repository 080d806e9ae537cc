using Continuo.Audio;
using Continuo.Mumble.Addresses;
using Continuo.Mumble.Speakers;
using Continuo.Sources;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Listens to a channel, or to one user, by the product's source.</summary>
internal sealed class Ear : IDisposable
{
    private readonly ToneWindow _window = new();
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public Ear(MumbleOptions options, string? user = null)
    {
        Source = new MumbleSource(options, user, new AudioFormat(48_000, 1), SpeakerVoice.DefaultJitter);
        Source.Open();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public MumbleSource Source { get; }

    public int Losses { get; private set; }

    /// <summary>Waits until a tone has an amplitude.</summary>
    public void Hears(double hertz, double amplitude) => _window.Hears(hertz, amplitude);

    /// <summary>Waits until a tone is heard at all.</summary>
    public void HearsAtLeast(double hertz, double amplitude) => _window.HearsAtLeast(hertz, amplitude);

    /// <summary>Waits until a tone is not heard.</summary>
    public void DoesNotHear(double hertz) => _window.DoesNotHear(hertz);

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
                _window.Add(block);
            }
            else if (read.Status == SourceStatus.Lost)
            {
                _window.Clear();
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

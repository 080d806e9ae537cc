using System.Diagnostics;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Addresses;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Talks a tone into a channel in real time, by the product's sink, until it is disposed.</summary>
internal sealed class Talker : IDisposable
{
    private static readonly AudioFormat Format = new(48_000, 1);

    private readonly Thread _thread;
    private volatile bool _isStopped;
    private volatile bool _isQuiet;

    public Talker(MumbleOptions options, double hertz, double amplitude)
    {
        Sink = new MumbleSink(options, OpusPreset.Named("voice-high"));
        Sink.Open(Format);
        _thread = new Thread(() => Run(hertz, amplitude)) { IsBackground = true };
        _thread.Start();
    }

    public MumbleSink Sink { get; }

    /// <summary>Whether it writes silence.</summary>
    public bool IsQuiet
    {
        set => _isQuiet = value;
    }

    public Exception? Failure { get; private set; }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        Sink.Dispose();
    }

    private void Run(double hertz, double amplitude)
    {
        var block = new float[480];
        var watch = Stopwatch.StartNew();
        try
        {
            for (long position = 0; !_isStopped; position += block.Length)
            {
                for (var i = 0; i < block.Length; i++)
                {
                    block[i] = _isQuiet ? 0 : (float)(amplitude * Math.Sin(2 * Math.PI * hertz * (position + i) / Format.SampleRate));
                }

                Sink.Write(block);
                var ahead = Format.ToTime(position + block.Length) - watch.Elapsed;
                if (ahead > TimeSpan.Zero) Thread.Sleep(ahead);
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }
}

using System.Diagnostics;
using Continuo.Streams;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>Follows a stream, and keeps when the 440 Hz sine of amplitude 0.25 was heard, in windows of 10 ms.</summary>
internal sealed class ToneLog : IAsyncDisposable
{
    private const int Window = 480;

    private static readonly float TwoCosines = 2 * MathF.Cos(2 * MathF.PI * 440 / 48_000); // sin(a + 2b) = 2 cos(b) sin(a + b) - sin(a)

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;
    private long _run; // windows with the tone, in a row
    private long _quiet; // windows without, in a row
    private long _longestQuiet;
    private long _longestWait; // ticks of 100 ns
    private long _heardAt;
    private float _last, _beforeLast;
    private float _largestClick;

    public ToneLog(AudioStream stream) => _task = Task.Run(() => FollowAsync(stream));

    /// <summary>Whether the tone has been heard for the last 0.2 s.</summary>
    public bool IsHeard => Volatile.Read(ref _run) >= 20;

    /// <summary>
    /// The longest time without the tone since <see cref="Reset"/>, in the stream: what it says is missing is no part of it.
    /// </summary>
    public TimeSpan LongestQuiet => TimeSpan.FromMilliseconds(10 * Volatile.Read(ref _longestQuiet));

    /// <summary>The longest time without the tone since <see cref="Reset"/>, as someone who waits for it measures it.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Volatile.Read(ref _longestWait));

    /// <summary>
    /// The largest difference between a sample and what the sine would be after the two before it, since <see cref="Reset"/>: a jump of the
    /// signal shows as its height; a fade of some milliseconds hardly shows.
    /// </summary>
    public double LargestClick => Volatile.Read(ref _largestClick);

    public void Reset()
    {
        Volatile.Write(ref _largestClick, 0);
        Volatile.Write(ref _longestQuiet, 0);
        Volatile.Write(ref _longestWait, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(AudioStream stream)
    {
        var block = new List<float>();
        void Add(float sample)
        {
            block.Add(sample);
            Click(sample);
        }

        await foreach (var chunk in stream.ReadChunksAsync(cancellation: _stop.Token))
        {
            for (var i = 0; i < chunk.Frames; i++) Add(chunk.Samples[i * chunk.Format.Channels]);
            while (block.Count >= Window)
            {
                Take(Amplitude(block));
                block.RemoveRange(0, Window);
            }
        }
    }

    private void Click(float sample)
    {
        var click = Math.Abs(sample - (TwoCosines * _last) + _beforeLast);
        (_beforeLast, _last) = (_last, sample);
        if (click > _largestClick) Volatile.Write(ref _largestClick, click);
    }

    private void Take(double amplitude)
    {
        if (amplitude is > 0.15 and < 0.35)
        {
            _quiet = 0;
            if (_heardAt != 0 && Stopwatch.GetElapsedTime(_heardAt).Ticks is var wait && wait > _longestWait)
            {
                Volatile.Write(ref _longestWait, wait);
            }

            _heardAt = Stopwatch.GetTimestamp();
            Volatile.Write(ref _run, _run + 1);
            return;
        }

        Volatile.Write(ref _run, 0);
        _quiet++;
        if (_quiet > _longestQuiet) Volatile.Write(ref _longestQuiet, _quiet);
    }

    private static double Amplitude(List<float> samples)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < Window; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * 440 * i / 48_000);
            real += samples[i] * cos;
            imaginary += samples[i] * sin;
        }

        return 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / Window;
    }
}

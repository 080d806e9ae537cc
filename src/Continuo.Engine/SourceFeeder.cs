using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Engine;

/// <summary>
/// Reads a source ahead of the mix, on its own thread, into the ring of an input. Does not allocate in steady state. Started once; disposal
/// is thread-safe and idempotent. A source that does not return when interrupted is left to its thread, which disposes it later.
/// </summary>
internal sealed class SourceFeeder : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly IAudioSource _source;
    private readonly AudioRing _ring;
    private readonly AudioFormat _format;
    private readonly AudioAddress _address;
    private readonly int _ahead;
    private readonly float[] _block;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LifeCycle _life;
    private readonly Lock _starting = new();
    private readonly UserCode _userCode;
    private volatile bool _stop;
    private int _users = 1; // of the source: the disposing thread and the reading thread
    private long _position;
    private int _filled;

    /// <param name="source">Not opened yet; owned from now on.</param>
    /// <param name="address">Its address.</param>
    /// <param name="ring">The ring to fill.</param>
    /// <param name="aheadChunks">How far ahead, in chunks.</param>
    public SourceFeeder(IAudioSource source, AudioAddress address, AudioRing ring, int aheadChunks)
    {
        (_source, _address, _ring, _format, _ahead) = (source, address, ring, ring.Format, aheadChunks);
        _block = GC.AllocateArray<float>(ring.ChunkFrames * ring.Format.Channels, pinned: true);
        _life = new LifeCycle($"the reader of '{address.Text}'", isStartedOnce: true);
        _userCode = new UserCode($"the source {address.Text}");
        _thread = new Thread(Run) { Name = $"read {address.Text}", IsBackground = true };
    }

    /// <summary>Why it ended early; <see langword="null"/> if it did not.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Starts reading and returns when the source is open.</summary>
    /// <exception cref="AudioException">It cannot be opened, or not be played by an engine.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void Start()
    {
        lock (_starting)
        {
            _life.BeginStart();
            Interlocked.Increment(ref _users);
            _thread.Start();
        }

        _opened.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        lock (_starting)
        {
            if (!_life.BeginDispose()) return;
        }

        _stop = true;
        _userCode.Try(_source.Interrupt, "The interruption of a source");
        if (_thread.IsAlive) _thread.Join(StopTimeout);
        _opened.TrySetCanceled(); // ends a Start that waits for a source that does not return
        Release();
    }

    private void Run()
    {
        using var allocation = ThreadAllocation.Open("read source");
        try
        {
            Open();
            _opened.TrySetResult();
            Feed(allocation);
        }
        catch (Exception e)
        {
            // Any exception of the source ends only this input, and is reported.
            if (!_opened.TrySetException(e))
            {
                Failure = e as AudioException
                    ?? new AudioException(AudioErrorCode.InputOutput, _address.Text, e.Message.TrimEnd('.'),
                        "Check the source with 'continuo record'");
            }
        }

        try
        {
            if (_filled > 0) Write(_filled);
            _ring.Complete();
        }
        catch (ObjectDisposedException)
        {
            // The source returned so late that its input has been closed.
        }

        Release();
    }

    // The last user frees the shared resources.
    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0) _userCode.Try(_source.Dispose, "The disposal of a source");
    }

    private void Open()
    {
        _source.Open();
        if (_source.Pace == SourcePace.Device)
        {
            throw new AudioException(AudioErrorCode.Unsupported, _address.Text,
                "a device has a clock of its own, which the engine does not follow",
                "Play files and generators through the engine, or capture the device in the application and write to an engine stream");
        }

        if (_source.Format.SampleRate == _format.SampleRate && _source.Format.Channels == _format.Channels) return;
        throw new AudioException(AudioErrorCode.Unsupported, _address.Text,
            $"its format is {_source.Format}, and no converter to {_format} is registered",
            "Register the converters (UseResampling), or choose another file");
    }

    private void Feed(ThreadAllocation allocation)
    {
        while (!_stop)
        {
            allocation.Note();
            var read = _source.Read(_block.AsSpan(_filled * _format.Channels), PollInterval);
            if (read.Status is SourceStatus.End or SourceStatus.Lost) return;
            _filled += read.Frames;
            if (_filled < _ring.ChunkFrames) continue;
            while (!_stop && !_ring.WaitForAcknowledged(_ring.Written + 1 - _ahead, PollInterval))
            {
            }

            if (!_stop) Write(_filled);
        }
    }

    [RealTime]
    private void Write(int frames)
    {
        var header = new ChunkHeader { Position = _position };
        _ring.Write(_block.AsSpan(0, frames * _format.Channels), header);
        _position += frames;
        _filled = 0;
    }
}

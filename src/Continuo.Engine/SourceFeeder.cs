using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;

namespace Continuo.Engine;

/// <summary>Reads a source ahead of the mix, on a thread of its own, into the ring of an input. In steady state it allocates nothing.</summary>
internal sealed class SourceFeeder : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAudioSource _source;
    private readonly AudioRing _ring;
    private readonly AudioFormat _format;
    private readonly AudioAddress _address;
    private readonly int _ahead;
    private readonly float[] _block;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stop;
    private long _position;
    private int _filled;

    /// <param name="source">Not opened yet; owned from here on.</param>
    /// <param name="address">How it was asked for.</param>
    /// <param name="ring">What it fills.</param>
    /// <param name="aheadChunks">How far.</param>
    public SourceFeeder(IAudioSource source, AudioAddress address, AudioRing ring, int aheadChunks)
    {
        (_source, _address, _ring, _format, _ahead) = (source, address, ring, ring.Format, aheadChunks);
        _block = GC.AllocateArray<float>(ring.ChunkFrames * ring.Format.Channels, pinned: true);
        _thread = new Thread(Run) { Name = $"read {address.Text}", IsBackground = true };
    }

    /// <summary>Why it ended early; <see langword="null"/> if it did not.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Starts and returns when the source is open.</summary>
    /// <exception cref="AudioException">It cannot be opened, or not be played by an engine.</exception>
    public void Start()
    {
        _thread.Start();
        _opened.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop = true;
        _source.Interrupt();
        if (_thread.IsAlive) _thread.Join();
        _source.Dispose();
    }

    private void Run()
    {
        using var allocation = ThreadAllocation.Open("read source");
        try
        {
            Open();
            _opened.SetResult();
            Feed(allocation);
        }
        catch (Exception e)
        {
            // Whatever the source throws ends this input alone, and is told.
            if (!_opened.TrySetException(e)) Failure = e as AudioException ?? new AudioException(AudioErrorCode.InputOutput, _address.Text, e.Message.TrimEnd('.'), "Check the source with 'continuo record'");
        }

        if (_filled > 0) Write(_filled);
        _ring.Complete();
    }

    private void Open()
    {
        _source.Open();
        if (_source.Pace == SourcePace.Device)
        {
            throw new AudioException(AudioErrorCode.Unsupported, _address.Text, "a device has a clock of its own, which the engine does not follow", "Play files and generators through the engine, or write what is captured to a stream of the application's");
        }

        if (_source.Format.SampleRate == _format.SampleRate && _source.Format.Channels == _format.Channels) return;
        throw new AudioException(AudioErrorCode.Unsupported, _address.Text, $"it is {_source.Format}, and nothing here converts that to {_format}", "Install the converters (UseResampling), or choose another file");
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

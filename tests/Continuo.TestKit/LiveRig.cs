using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.TestKit;

/// <summary>
/// A stream of a simulated device and a consumer, each at a clock of its own, in virtual time and without threads: what a capture thread
/// would do is done when the device's next block is complete. Deterministic.
/// </summary>
public sealed class LiveRig : IDisposable
{
    private const int ReadRate = 48_000;

    private readonly VirtualClock _clock;
    private readonly double _readPpm;
    private readonly int _block;
    private readonly long _start;
    private readonly Device _device;
    private long _reads;
    private bool _ended;

    /// <param name="clock">The world's time; begins above 0.</param>
    /// <param name="signal">The audio by the number of its frame: the same on all channels.</param>
    /// <param name="writePpm">By how much the device's clock is fast.</param>
    /// <param name="readPpm">By how much the consumer's is.</param>
    /// <param name="block">Frames that the consumer reads at a time, at 48 kHz; the device delivers as long ones.</param>
    /// <param name="format">The device's; <see langword="null"/>: 48 kHz stereo.</param>
    /// <param name="pace">What the source says of its speed.</param>
    internal LiveRig(
        VirtualClock clock,
        Func<long, float> signal,
        double writePpm = 0,
        double readPpm = 0,
        int block = 480,
        AudioFormat? format = null,
        SourcePace pace = SourcePace.Device)
    {
        (_clock, _readPpm, _block, _start) = (clock, readPpm, block, clock.Now);
        var own = format ?? AudioFormat.Default;
        var ownBlock = block * own.SampleRate / ReadRate;
        _device = new Device(clock, signal, writePpm, ownBlock, own, pace);
        Stream = AudioStream.Open("live", () => _device,
            new StreamOptions { Clock = clock, ChunkFrames = ownBlock, RealTimePriority = false });
    }

    /// <summary>The stream, whose capture the rig steps.</summary>
    public AudioStream Stream { get; }

    /// <summary>The frame that the device has captured last.</summary>
    public long Captured => _device.FrameAt(_clock.Now);

    /// <summary>Lets the consumer read a number of blocks, and the device deliver meanwhile.</summary>
    /// <param name="blocks">How many.</param>
    /// <param name="read">What the consumer does; <see langword="null"/>: it stalls.</param>
    /// <param name="delivers">Whether the device's server hands anything over; what it holds back comes at once, later.</param>
    public void Run(long blocks, Action? read, bool delivers = true)
    {
        for (var i = 0L; i < blocks; i++)
        {
            var due = _start + (long)((++_reads * _block + 0.3 * _block) * 1e9 / (ReadRate * (1 + _readPpm * 1e-6)));
            Deliver(due, delivers);
            _clock.AdvanceTo(due);
            read?.Invoke();
        }
    }

    /// <summary>Loses frames that the device has not handed over yet, and tells of it.</summary>
    public void Lose(long frames) => _device.Lose(frames);

    /// <summary>Ends the present run.</summary>
    public void End()
    {
        if (_ended) return;
        _ended = true;
        Stream.Run.Loop.Finish();
    }

    public void Dispose() => Stream.Dispose();

    private void Deliver(long until, bool delivers)
    {
        while (!_ended && delivers && _device.NextAt <= until)
        {
            _clock.AdvanceTo(_device.NextAt);
            Stream.Run.Loop.Step();
        }
    }

    private sealed class Device : IAudioSource
    {
        private readonly Func<long, float> _signal;
        private readonly double _rate;
        private readonly int _block;
        private readonly long _begun;
        private long _frame;
        private long _lost;

        public Device(VirtualClock clock, Func<long, float> signal, double ppm, int block, AudioFormat format, SourcePace pace)
        {
            (_signal, _block, Format, Pace) = (signal, block, format, pace);
            _rate = format.SampleRate * (1 + ppm * 1e-6);
            _begun = clock.Now;
        }

        public AudioFormat Format { get; }

        public SourcePace Pace { get; }

        public string Description => "a simulated device";

        public long NextAt => TimeOf(_frame + _block);

        public long FrameAt(long time) => (long)((time - _begun) * 1e-9 * _rate);

        public void Open()
        {
        }

        public void Lose(long frames)
        {
            _frame += frames;
            _lost += frames;
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            for (var i = 0; i < _block; i++) destination.Slice(i * Format.Channels, Format.Channels).Fill(_signal(_frame + i));
            var time = Pace == SourcePace.Device ? TimeOf(_frame) : -1;
            var read = new SourceRead(SourceStatus.Data, _block, time, _lost, _lost > 0 ? GapReason.Device : GapReason.None);
            _frame += _block;
            _lost = 0;
            return read;
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }

        private long TimeOf(long frame) => _begun + (long)(frame * 1e9 / _rate);
    }
}

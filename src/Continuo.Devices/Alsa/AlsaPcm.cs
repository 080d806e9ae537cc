using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;
using Continuo.Diagnostics;

namespace Continuo.Devices.Alsa;

/// <summary>
/// An open device: reads and writes float frames in the driver's blocking mode, with its granted period and buffer. Used by one thread.
/// Errors of the running device are returned as ALSA's negative numbers.
/// </summary>
internal sealed unsafe class AlsaPcm : IDisposable
{
    private readonly byte[] _bytes;
    private readonly float[] _ordered;
    private readonly ChannelOrder _order;
    private nint _pcm;
    private nint _software;

    private AlsaPcm(nint pcm, AlsaRequest request)
    {
        _pcm = pcm;
        try
        {
            Grant = AlsaNegotiation.Run(pcm, request);
            _order = OrderOf(request.Layout);
            Layout = _order.Layout;
            var block = Math.Min(Grant.BufferFrames, Math.Max(Grant.PeriodFrames, 1024));
            _bytes = GC.AllocateArray<byte>(block * Grant.FrameBytes, pinned: true);
            _ordered = GC.AllocateArray<float>(block * Grant.Channels, pinned: true);
            Inspect();
            _ = LibAsound.NewSoftware(out _software);
            _ = LibAsound.CurrentSoftware(pcm, _software);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the device has granted.</summary>
    public AlsaGrant Grant { get; }

    /// <summary>Layout of the frames that are read and written.</summary>
    public ChannelLayout Layout { get; }

    /// <summary>Sample rate and layout.</summary>
    public AudioFormat Format => new(Grant.SampleRate, Layout);

    /// <summary>Whether a sound card stands behind the device, rather than a server or a file.</summary>
    public bool HasCard { get; private set; }

    /// <summary>
    /// Whether nothing determines the speed of the device: the plug-in <c>null</c>, or <c>file</c> in front of it, takes and gives
    /// everything at once.
    /// </summary>
    public bool IsFreeRunning { get; private set; }

    /// <summary>State of the device.</summary>
    [RealTime]
    public int State => LibAsound.State(_pcm);

    /// <summary>Opens a device.</summary>
    /// <exception cref="AudioException">It does not exist, is in use, or does not have the format.</exception>
    public static AlsaPcm Open(AlsaRequest request)
    {
        LibAsound.Require(request.Asked);
        // A blocking open would wait for a device that is in use.
        var error = LibAsound.Open(out var pcm, request.Device, request.IsCapture ? LibAsound.Capture : LibAsound.Playback,
            LibAsound.NonBlocking);
        if (error < 0) throw AlsaFailure.OfOpening(request.Asked, request.Device, error, request.IsCapture);
        var opened = new AlsaPcm(pcm, request);
        _ = LibAsound.SetNonBlocking(pcm, 0);
        return opened;
    }

    /// <summary>Sets from how many written frames on playback starts by itself, and how many free frames end a wait.</summary>
    /// <returns>0, or a negative error number.</returns>
    [RealTime]
    public int SetThresholds(int startFrames, int wakeFrames)
    {
        _ = LibAsound.SetStartThreshold(_pcm, _software, (nuint)startFrames);
        _ = LibAsound.SetWakeFrames(_pcm, _software, (nuint)Math.Max(1, wakeFrames));
        return LibAsound.SetSoftware(_pcm, _software);
    }

    /// <summary>Begins capturing.</summary>
    /// <returns>0, or a negative error number.</returns>
    [RealTime]
    public int Start()
    {
        var error = LibAsound.Prepare(_pcm);
        return error < 0 ? error : LibAsound.Start(_pcm);
    }

    /// <summary>Makes the device ready after an xrun or a suspension. Playback then starts at its threshold.</summary>
    /// <returns>0, or a negative error number.</returns>
    [RealTime]
    public int Prepare()
    {
        // Fails on hardware that cannot resume; preparing it is then enough.
        if (State == LibAsound.StateSuspended) _ = LibAsound.Resume(_pcm);
        return LibAsound.Prepare(_pcm);
    }

    /// <summary>Frames that can be read or written now, or a negative error number.</summary>
    [RealTime]
    public int Available() => (int)LibAsound.Available(_pcm);

    /// <summary>Frames between the device's port and the next frame to read or write, or a negative error number.</summary>
    [RealTime]
    public int Delay() => LibAsound.Delay(_pcm, out var frames) is var error and < 0 ? error : (int)Math.Max(0, frames);

    /// <summary>Waits for the device.</summary>
    /// <returns>1 if it is ready, 0 after the time, or a negative error number.</returns>
    [RealTime]
    public int Wait(int milliseconds) => LibAsound.Wait(_pcm, milliseconds);

    /// <summary>Reads frames in the order of <see cref="Layout"/>.</summary>
    /// <returns>Number of frames read, which may be fewer, or a negative error number.</returns>
    [RealTime]
    public int Read(Span<float> destination)
    {
        var frames = Math.Min(destination.Length / Grant.Channels, _bytes.Length / Grant.FrameBytes);
        int read;
        fixed (byte* buffer = _bytes) read = (int)LibAsound.Read(_pcm, buffer, (nuint)frames);
        if (read <= 0) return read;
        var samples = destination[..(read * Grant.Channels)];
        Grant.Sample.Decode(_bytes.AsSpan(0, read * Grant.FrameBytes), samples);
        _order.ToLayout(samples);
        return read;
    }

    /// <summary>Writes frames in the order of <see cref="Layout"/>.</summary>
    /// <returns>Number of frames written, which may be fewer, or a negative error number.</returns>
    [RealTime]
    public int Write(ReadOnlySpan<float> samples)
    {
        var frames = Math.Min(samples.Length / Grant.Channels, _bytes.Length / Grant.FrameBytes);
        samples = samples[..(frames * Grant.Channels)];
        if (!_order.IsIdentity)
        {
            _order.FromLayout(samples, _ordered);
            samples = _ordered.AsSpan(0, samples.Length);
        }

        Grant.Sample.Encode(samples, _bytes);
        fixed (byte* buffer = _bytes) return (int)LibAsound.Write(_pcm, buffer, (nuint)frames);
    }

    /// <summary>Begins to play what is buffered to its end, without waiting for it.</summary>
    public void BeginDrain()
    {
        _ = LibAsound.SetNonBlocking(_pcm, 1);
        _ = LibAsound.Drain(_pcm);
    }

    /// <summary>Closes the device; what is still buffered is discarded.</summary>
    public void Dispose()
    {
        if (_software != 0) LibAsound.FreeSoftware(_software);
        _software = 0;
        if (_pcm == 0) return;
        _ = LibAsound.Drop(_pcm);
        _ = LibAsound.Close(_pcm);
        _pcm = 0;
    }

    private ChannelOrder OrderOf(ChannelLayout? wanted)
    {
        var order = CurrentOrder();
        if (wanted is not { } layout || layout.Mask == order.Layout.Mask) return order;
        Span<uint> map = stackalloc uint[layout.Channels + 1];
        AlsaChannels.Write(layout, map);
        fixed (uint* positions = map) _ = LibAsound.SetChannelMap(_pcm, positions);
        order = CurrentOrder();
        // A device with other speakers plays the channels as they come.
        return layout.Mask == order.Layout.Mask ? order : ChannelOrder.Of(layout);
    }

    private ChannelOrder CurrentOrder()
    {
        var map = LibAsound.GetChannelMap(_pcm);
        if (map == null) return AlsaChannels.Standard(Grant.Channels);
        var positions = new ReadOnlySpan<uint>(map + 1, (int)map[0]);
        var known = positions.Length == Grant.Channels && positions.ContainsAnyExcept(0u);
        var order = known ? AlsaChannels.OrderOf(positions) : AlsaChannels.Standard(Grant.Channels);
        LibAsound.Free(map);
        return order;
    }

    private void Inspect()
    {
        _ = LibAsound.NewPcmInfo(out var about);
        HasCard = LibAsound.PcmInfo(_pcm, about) == 0 && LibAsound.CardOf(about) >= 0;
        LibAsound.FreePcmInfo(about);

        // ALSA has no other way to look through a chain of plug-ins.
        if (LibAsound.OpenBuffer(out var output) < 0) return;
        _ = LibAsound.Dump(_pcm, output);
        var length = (int)LibAsound.BufferText(output, out var text);
        var chain = new ReadOnlySpan<byte>((void*)text, length);
        IsFreeRunning = chain.IndexOf("Null PCM"u8) >= 0 && chain.IndexOf("Hardware PCM"u8) < 0 && chain.IndexOf("I/O Plugin"u8) < 0;
        _ = LibAsound.CloseOutput(output);
    }
}

using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Codecs.Opus.Interop;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Encodes audio to Opus packets (RFC 6716) with libopus, or with the managed implementation if libopus is missing
/// (<see cref="OpusCodec"/>). One thread at a time encodes; concurrent calls throw. Any thread may change <see cref="Settings"/>. With
/// libopus, no managed allocation after construction.
/// </summary>
public sealed unsafe class OpusEncoder : IDisposable
{
    private const int MaxBitRatePerChannel = 300_000; // libopus's limit

    private readonly OpusEncoderHandle? _handle; // null: managed
    private readonly ManagedOpusEncoder? _managed;
    private readonly nint _encoder;
    private bool _isDisposed;
    private OpusSettings _settings;
    private OpusSettings? _applied;
    private int _bitRate;
    private bool _isConstrained = true; // libopus's default
    private long _owed; // upper bound of the bits that constrained packets have borrowed
    private SingleOwner _owner;

    /// <summary>Creates an encoder.</summary>
    /// <param name="format">8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
    /// <param name="application">Application mode. It cannot be changed later.</param>
    /// <param name="settings">Initial settings; <see langword="null"/>: those of <see cref="OpusPreset.Standard"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/> if Opus does not support the format or libopus cannot be controlled on this platform;
    /// <see cref="AudioErrorCode.LibraryMissing"/> if libopus is not installed.
    /// </exception>
    public OpusEncoder(AudioFormat format, OpusApplication application = OpusApplication.Audio, OpusSettings? settings = null)
    {
        OpusFormat.Require(format);
        Format = format;
        Application = application;
        _settings = settings ?? OpusPreset.Standard.Settings;
        if (OpusCodec.IsManaged)
        {
            _managed = new ManagedOpusEncoder(format, application);
            _managed.Set(OpusControls.SetConstrained, 1); // libopus's default
            Apply(_settings);
            LookAheadFrames = _managed.LookAheadFrames;
            return;
        }

        OpusControls.Require();
        LibOpus.Require();
        int error;
        // Safety: the error is written to a local during the call.
        _handle = LibOpus.CreateEncoder(format.SampleRate, format.Channels, (int)application, &error);
        if (_handle.IsInvalid) throw OpusFailure.Of($"an Opus encoder for {format}", error);
        _encoder = _handle.DangerousGetHandle();
        Apply(_settings);
        LookAheadFrames = OpusControls.Get(_encoder, OpusControls.GetLookAhead);
    }

    /// <summary>Input format.</summary>
    [RealTime]
    public AudioFormat Format { get; }

    /// <summary>Application mode.</summary>
    public OpusApplication Application { get; }

    /// <summary>Delay of the decoded audio relative to the input, in frames.</summary>
    [RealTime]
    public int LookAheadFrames { get; }

    /// <summary>
    /// Current settings. A change applies to the next packet without interrupting the audio. Thread-safe.
    /// </summary>
    [RealTime]
    public OpusSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref _settings, value);
        }
    }

    /// <summary>Encodes one packet. Real-time-safe except for the run time of the codec.</summary>
    /// <param name="samples">2.5, 5, 10, 20, 40 or 60 ms of frames × channels, interleaved, −1…1. The length may change from packet to
    /// packet. NaN samples are encoded as silence.</param>
    /// <param name="packet">Receives the packet. Its length limits the packet size; 1275 bytes suffice for packets of up to 20 ms.</param>
    /// <returns>Length of the packet in bytes; 0 if it need not be sent (<see cref="OpusSettings.Dtx"/>).</returns>
    /// <exception cref="ArgumentException">Opus does not support the packet duration, or <paramref name="packet"/> is shorter than 8
    /// bytes.</exception>
    /// <exception cref="InvalidOperationException">Another thread is encoding.</exception>
    [RealTime]
    public int Encode(ReadOnlySpan<float> samples, Span<byte> packet)
    {
        var frames = samples.Length / Format.Channels;
        if (frames * Format.Channels != samples.Length || !OpusFormat.IsPacketSize(frames, Format.SampleRate)) ThrowSize();
        if (packet.Length < 8) ThrowRoom();
        _owner.Take();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var settings = Volatile.Read(ref _settings);
            if (!ReferenceEquals(settings, _applied)) Apply(settings);
            SetRate(settings, frames);
            if (_managed is not null) return Sent(_managed.Encode(samples, frames, packet), settings);
            int bytes;
            fixed (float* from = samples)
            fixed (byte* to = packet)
            {
                // Safety: the counts are those of the spans, and the handle cannot be released during the lease.
                bytes = LibOpus.Encode(_encoder, from, frames, to, packet.Length);
            }

            return Sent(bytes, settings);
        }
        finally
        {
            _owner.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A thread is encoding.</exception>
    public void Dispose()
    {
        _owner.Take();
        _isDisposed = true;
        _handle?.Dispose();
        _owner.Release();
    }

    [RealTime]
    private static int Sent(int bytes, OpusSettings settings)
    {
        if (bytes < 0) ThrowFailed(bytes);
        return bytes <= 2 && settings.Dtx ? 0 : bytes; // libopus: a packet of up to two bytes need not be transmitted
    }

    [RealTime]
    private int Set(int control, int value) => _managed is null ? OpusControls.Set(_encoder, control, value) : _managed.Set(control, value);

    [RealTime]
    private void Apply(OpusSettings settings)
    {
        var error = Set(OpusControls.SetVariable, settings.RateMode == OpusRateMode.Constant ? 0 : 1);
        error |= Set(OpusControls.SetComplexity, settings.Complexity);
        error |= Set(OpusControls.SetSignal, (int)settings.Signal);
        error |= Set(OpusControls.SetInBandFec, settings.InBandFec ? 1 : 0);
        error |= Set(OpusControls.SetExpectedLoss, settings.ExpectedLossPercent);
        error |= Set(OpusControls.SetDtx, settings.Dtx ? 1 : 0);
        error |= Set(OpusControls.SetForceChannels, settings.IsMono ? 1 : OpusControls.Auto);
        if (error != 0) ThrowFailed(error);
        _applied = settings;
    }

    /// <summary>
    /// In constrained mode a packet may borrow as many bits as its own budget, and the following packets repay them. If their budget is
    /// much smaller, the repayment leaves them nothing, and the audio has a hole. Therefore the budget falls by at most a fifth from one
    /// packet to the next until it reaches the setting, and packets that are too short for this are coded as variable without constraint.
    /// </summary>
    [RealTime]
    private void SetRate(OpusSettings settings, int frames)
    {
        var rate = settings.BitRate;
        var isConstrained = settings.RateMode == OpusRateMode.Constrained;
        if (isConstrained)
        {
            var coded = Math.Min(frames, Format.SampleRate / 50); // longer packets consist of frames of 20 ms
            var lowest = _owed * 4 / 5 * Format.SampleRate / coded;
            isConstrained = lowest <= MaxBitRatePerChannel * Format.Channels;
            if (isConstrained)
            {
                rate = Math.Max(rate, (int)lowest);
                _owed = (long)rate * coded / Format.SampleRate;
            }
        }

        var error = 0;
        if (isConstrained != _isConstrained) error |= Set(OpusControls.SetConstrained, isConstrained ? 1 : 0);
        if (rate != _bitRate) error |= Set(OpusControls.SetBitRate, rate);
        if (error != 0) ThrowFailed(error);
        (_isConstrained, _bitRate) = (isConstrained, rate);
    }

    [DoesNotReturn]
    private static void ThrowSize() => throw new ArgumentException("An Opus packet must have 2.5, 5, 10, 20, 40 or 60 ms of whole frames.");

    [DoesNotReturn]
    private static void ThrowRoom() => throw new ArgumentException("The buffer of an Opus packet must have at least 8 bytes.");

    [DoesNotReturn]
    private static void ThrowFailed(int error) => throw OpusFailure.Of("encoding Opus", error);
}

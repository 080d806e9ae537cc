using Continuo.Audio;
using Continuo.Codecs.Opus.Interop;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Decodes Opus packets (RFC 6716) with libopus, or with the managed implementation if libopus is missing (<see cref="OpusCodec"/>), and
/// conceals missing packets. One thread at a time; concurrent calls throw. With libopus, no managed allocation after construction.
/// Malformed packets never cause an exception or an access beyond the spans.
/// </summary>
public sealed unsafe class OpusDecoder : IDisposable
{
    private readonly OpusDecoderHandle? _handle; // null: managed
    private readonly ManagedOpusDecoder? _managed;
    private readonly nint _decoder;
    private readonly float[] _rest;
    private readonly int _unit; // 2.5 ms; libopus conceals whole units
    private bool _isDisposed;
    private SingleOwner _owner;

    /// <summary>Creates a decoder. It decodes packets of any rate and channel count to <paramref name="format"/>.</summary>
    /// <param name="format">8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if Opus does not support the format;
    /// <see cref="AudioErrorCode.LibraryMissing"/> if libopus is not installed.</exception>
    public OpusDecoder(AudioFormat format)
    {
        OpusFormat.Require(format);
        Format = format;
        MaxFrames = (int)format.ToFrames(OpusFormat.MaxPacketTime);
        _unit = format.SampleRate / 400;
        _rest = new float[_unit * format.Channels];
        if (OpusCodec.IsManaged)
        {
            _managed = new ManagedOpusDecoder(format);
            return;
        }

        OpusControls.Require();
        LibOpus.Require();
        int error;
        // Safety: the error is written to a local during the call.
        _handle = LibOpus.CreateDecoder(format.SampleRate, format.Channels, &error);
        if (_handle.IsInvalid) throw OpusFailure.Of($"an Opus decoder for {format}", error);
        _decoder = _handle.DangerousGetHandle();
    }

    /// <summary>Output format.</summary>
    [RealTime]
    public AudioFormat Format { get; }

    /// <summary>Maximum number of frames in a packet: 120 ms.</summary>
    [RealTime]
    public int MaxFrames { get; }

    /// <summary>Decodes a packet. Real-time-safe except for the run time of the codec.</summary>
    /// <param name="packet">One whole packet.</param>
    /// <param name="samples">Receives frames × channels. <see cref="MaxFrames"/> frames are always enough.</param>
    /// <returns>Number of frames written; −1 if the packet is malformed or has more frames than fit. The decoder stays usable.</returns>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        var frames = OpusPacket.FramesOf(packet, Format.SampleRate);
        return frames < 0 || frames > samples.Length / Format.Channels ? -1 : Run(packet, samples, frames, previous: 0);
    }

    /// <summary>
    /// Decodes the in-band FEC copy of the previous packet that this packet carries. Decode the packet itself afterwards.
    /// </summary>
    /// <param name="packet">The packet after the missing one.</param>
    /// <param name="samples">Receives the missing frames × channels; a multiple of 2.5 ms. Audio before the start of the copy is
    /// concealed.</param>
    /// <returns>Number of frames written; −1 if the packet has no copy (<see cref="OpusPacket.HasPrevious"/>), the copy is longer than
    /// <paramref name="samples"/>, or the packet is malformed.</returns>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        if (!OpusPacket.HasPrevious(packet)) return -1;
        var frames = samples.Length / Format.Channels;
        return frames % _unit != 0 || frames < OpusPacket.FrameLengthOf(packet, Format.SampleRate)
            ? -1
            : Run(packet, samples, frames, previous: 1);
    }

    /// <summary>
    /// Conceals missing audio by extrapolating the audio decoded before. A long loss fades to silence. Writes silence if nothing was
    /// decoded before.
    /// </summary>
    /// <param name="samples">Frames × channels; filled completely. Multiples of 2.5 ms sound best.</param>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public void Conceal(Span<float> samples)
    {
        var whole = samples.Length / _rest.Length * _rest.Length;
        while (whole > 0)
        {
            var part = Math.Min(whole, MaxFrames * Format.Channels);
            if (Run(default, samples[..part], part / Format.Channels, previous: 0) < 0) samples[..part].Clear();
            samples = samples[part..];
            whole -= part;
        }

        if (samples.IsEmpty) return;
        if (Run(default, _rest, _unit, previous: 0) < 0) Array.Clear(_rest);
        _rest.AsSpan(0, samples.Length).CopyTo(samples);
    }

    /// <summary>Resets the decoder state. Real-time-safe.</summary>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public void Reset()
    {
        _owner.Take();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_managed is not null) _managed.Reset();
            else OpusControls.Reset(_decoder);
        }
        finally
        {
            _owner.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A thread is decoding.</exception>
    public void Dispose()
    {
        _owner.Take();
        _isDisposed = true;
        _handle?.Dispose();
        _owner.Release();
    }

    [RealTime]
    private int Run(ReadOnlySpan<byte> packet, Span<float> samples, int frames, int previous)
    {
        _owner.Take();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_managed is not null) return _managed.Decode(packet, samples, frames, previous != 0);
            fixed (byte* from = packet)
            fixed (float* to = samples)
            {
                // Safety: the counts are within the spans, and the handle cannot be released during the lease.
                var written = LibOpus.Decode(_decoder, from, packet.Length, to, frames, previous);
                return written < 0 ? -1 : written;
            }
        }
        finally
        {
            _owner.Release();
        }
    }
}

using Continuo.Audio;
using Continuo.Codecs.Opus.Interop;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Decodes Opus packets (RFC 6716) with libopus, or with the managed implementation where that is missing (<see cref="OpusCodec"/>), and conceals those that are missing. One thread at a time, which is asserted. With libopus, nothing is allocated on
/// the managed heap after construction. Packets come from outside: whatever they hold, nothing is thrown and nothing is read or written beyond the spans.
/// </summary>
public sealed unsafe class OpusDecoder : IDisposable
{
    private readonly OpusDecoderHandle? _handle; // null: managed
    private readonly ManagedOpusDecoder? _managed;
    private readonly nint _decoder;
    private readonly float[] _rest;
    private readonly int _unit; // 2.5 ms, of which libopus conceals whole numbers
    private bool _isDisposed;
    private SingleOwner _owner;

    /// <summary>Creates a decoder. It decodes packets of any rate and channels to the format it is made for.</summary>
    /// <param name="format">8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if Opus has no such format; <see cref="AudioErrorCode.LibraryMissing"/>.</exception>
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
        LibOpus.Library.Require("coding Opus");
        int error;
        // Safety: the error is written to a local during the call.
        _handle = LibOpus.CreateDecoder(format.SampleRate, format.Channels, &error);
        if (_handle.IsInvalid) throw OpusFailure.Of($"an Opus decoder for {format}", error);
        _decoder = _handle.DangerousGetHandle();
    }

    /// <summary>What is decoded to.</summary>
    [RealTime]
    public AudioFormat Format { get; }

    /// <summary>No packet holds more frames: 120 ms.</summary>
    [RealTime]
    public int MaxFrames { get; }

    /// <summary>Decodes a packet. Real-time-safe but for the time the codec takes.</summary>
    /// <param name="packet">One whole packet.</param>
    /// <param name="samples">Room for the frames it holds × channels; <see cref="MaxFrames"/> are always enough.</param>
    /// <returns>The number of frames written; −1 if the packet is malformed or holds more than there is room for. The decoder stays usable.</returns>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        var frames = OpusPacket.FramesOf(packet, Format.SampleRate);
        return frames < 0 || frames > samples.Length / Format.Channels ? -1 : Run(packet, samples, frames, previous: 0);
    }

    /// <summary>Decodes the copy of the audio right before a packet that the packet carries. Decode the packet itself afterwards.</summary>
    /// <param name="packet">The packet after the missing one.</param>
    /// <param name="samples">As many frames × channels as are missing, a multiple of 2.5 ms; what the copy does not reach back to is concealed.</param>
    /// <returns>The number of frames written; −1 if there is no copy (<see cref="OpusPacket.HasPrevious"/>), it is longer than what is missing, or the packet is malformed.</returns>
    /// <exception cref="InvalidOperationException">Another thread is decoding.</exception>
    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        if (!OpusPacket.HasPrevious(packet)) return -1;
        var frames = samples.Length / Format.Channels;
        return frames % _unit != 0 || frames < OpusPacket.FrameLengthOf(packet, Format.SampleRate) ? -1 : Run(packet, samples, frames, previous: 1);
    }

    /// <summary>Makes up audio for what is missing, from what was decoded before; it fades if that lasts. Silence if nothing has been decoded.</summary>
    /// <param name="samples">Frames × channels, all of which are written. Multiples of 2.5 ms sound best.</param>
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

    /// <summary>Forgets all that was decoded. Real-time-safe.</summary>
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
                // Safety: the counts are within the spans, and the handle cannot be released while the owner is taken.
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

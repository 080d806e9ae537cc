using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Client;
using Continuo.Mumble.Speakers;
using Continuo.Sinks;

namespace Continuo.Mumble.Addresses;

/// <summary>
/// Talks into a Mumble channel: <c>mumble://host/channel</c>. A pause of half a second ends the talk, so that the others' clients do not
/// show a silent user as talking. While the connection is lost, audio is dropped and counted; the writer is never held up.
/// </summary>
internal sealed class MumbleSink : IAudioSink
{
    private readonly MumbleOptions _options;
    private readonly OpusPreset _preset;
    private readonly ClientLease _lease;
    private readonly Interruption _interruption = new();
    private AudioFormat _format;
    private TalkEncoder? _encoder;

    /// <summary>Creates the sink. <see cref="Open"/> connects.</summary>
    public MumbleSink(MumbleOptions options, OpusPreset preset) =>
        (_options, _preset, _lease) = (options, preset, new ClientLease(options));

    /// <inheritdoc/>
    public string Description => $"{_options} as {_options.Name}";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public bool KeepsTiming => true;

    /// <summary>The client; <see langword="null"/> before <see cref="Open"/>.</summary>
    public MumbleClient? Client => _lease.Client;

    /// <summary>Creates the sink of a <c>mumble:</c> address.</summary>
    /// <exception cref="AudioException">The address or one of its options is wrong.</exception>
    public static IAudioSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        address.AllowOptions(MumbleAddress.SinkOptions);
        return new MumbleSink(MumbleAddress.Parse(address, request.Clock), MumbleAddress.PresetOf(address));
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">The server cannot be reached or refuses, the user may not speak there, another sink of this process
    /// talks as the same user, Opus does not support the format, or libopus is not installed.</exception>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        _lease.Begin();
        Close();
        (_format, FramesWritten) = (format, 0);
        var encoder = new TalkEncoder(format, _preset);
        try
        {
            var client = _lease.Connect();
            client.TakeVoice(this);
            encoder.Client = client;
            if (client.Connection?.Self is { IsSilenced: true })
            {
                throw new AudioException(AudioErrorCode.AccessDenied, _options.ToString(), $"'{_options.Name}' may not speak there",
                    "Use another channel, or ask the server's administrator");
            }
        }
        catch
        {
            encoder.Dispose();
            Close();
            throw;
        }

        _encoder = encoder;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples) => WriteTimed(samples, -1, 0);

    /// <inheritdoc/>
    public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames)
    {
        _interruption.ThrowIfRequested();
        if (_encoder is not { } encoder)
        {
            throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open", "Open it first");
        }

        FramesWritten += samples.Length / _format.Channels + gapFrames;
        if (_lease.Client is { State: MumbleClientState.Closed, LastFailure: { } failure }) throw failure; // removed by the server
        encoder.Write(samples, gapFrames);
    }

    /// <summary>Sends the remaining audio, ends the talk and leaves the server, unless others use the connection.</summary>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        _encoder?.Finish();
        _encoder?.Client?.Flush(_lease.Token);
        Close();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        _lease.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        _lease.Client?.ReleaseVoice(this);
        _lease.Dispose();
        _encoder?.Dispose();
        _encoder = null;
    }
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>
/// Raw PCM to the standard input of a command; its output is inherited. Finishing closes its input and waits for it to exit. Disposing
/// without finishing gives it half a second to exit, then ends it and its descendants.
/// </summary>
internal sealed class ProcessSink : PipeSink
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromMilliseconds(500);
    private readonly TimeSpan _finishTimeout;
    private readonly string _asked;
    private readonly string _command;
    private ChildProcess? _child;
    private InterruptibleWriter? _input;

    /// <summary>Creates a sink for a shell command.</summary>
    /// <param name="command">For example <c>ffmpeg -f s16le -ar 48000 -ac 2 -i - song.mp3</c>.</param>
    /// <param name="pcm">Format of its input; <see langword="null"/>: <paramref name="sample"/> at the audio's own format.</param>
    /// <param name="sample">Sample type; <see langword="null"/>: float.</param>
    /// <param name="finishTimeout">How long it may take to exit after the end of its input; default: 30 s.</param>
    public ProcessSink(string command, PcmFormat? pcm = null, SampleType? sample = null, TimeSpan? finishTimeout = null)
        : base($"the input of '{command}'", pcm, sample)
    {
        _asked = $"exec:{command}";
        _command = command;
        _finishTimeout = finishTimeout ?? TimeSpan.FromSeconds(30);
    }

    /// <summary>Creates the sink of <c>exec:COMMAND</c>; option <c>format=s16le,44100,1</c>, by default the audio's own format.</summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static ProcessSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new ProcessSink(address.Target, PcmAddress.Format(address), request.Sample);
    }

    /// <inheritdoc/>
    /// <remarks>Asks the command and its descendants to end.</remarks>
    public override void Interrupt()
    {
        base.Interrupt();
        Volatile.Read(ref _child)?.Terminate();
    }

    private protected override InterruptibleWriter Connect()
    {
        Disconnect();
        var child = ChildProcess.Start(_asked, _command, read: false);
        Volatile.Write(ref _child, child);
        return _input = new InterruptibleWriter(child.TakeInput(), "continuo exec in", ownsStream: true);
    }

    private protected override void Complete()
    {
        var child = _child!;
        _input!.Dispose();
        var deadline = Environment.TickCount64 + (long)_finishTimeout.TotalMilliseconds;
        bool hasEnded;
        while (!(hasEnded = child.Wait(PollInterval)) && Environment.TickCount64 < deadline) ThrowIfInterrupted();
        ThrowIfInterrupted();
        if (!hasEnded)
        {
            Disconnect();
            throw new AudioException(
                AudioErrorCode.TimedOut,
                _asked,
                string.Create(CultureInfo.InvariantCulture,
                    $"the command was still running {_finishTimeout.TotalSeconds} s after the end of its input"),
                "Use a command that exits at the end of its input");
        }

        if (child.Failure() is { } failure) throw failure;
    }

    private protected override void Disconnect()
    {
        if (_child is not { } child) return;
        _child = null;
        _input!.Dispose(); // on its own thread: closing a pipe during a blocked write blocks as well
        if (!IsInterrupted) child.Wait(ExitTimeout);
        child.Dispose();
    }

    // A command that has closed its input is about to report why.
    private protected override AudioException Explain(Exception error) =>
        _child is { } child && child.Wait(ExitTimeout) && child.Failure() is { } failure ? failure : base.Explain(error);
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>
/// Raw PCM to the standard input of a command, whose output goes where ours goes. Finishing ends its input and waits until it has
/// ended; disposing without that gives it half a second to end by itself, then ends it and its descendants.
/// </summary>
internal sealed class ProcessSink : PipeSink
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromMilliseconds(500);
    private readonly TimeSpan _finishPatience;
    private readonly string _asked;
    private readonly string _command;
    private ChildProcess? _child;
    private ByteDrain? _input;

    /// <summary>Prepares a command for the system's shell.</summary>
    /// <param name="command">For example <c>ffmpeg -f s16le -ar 48000 -ac 2 -i - song.mp3</c>.</param>
    /// <param name="pcm">What it reads; <see langword="null"/>: <paramref name="sample"/> of the audio's own format.</param>
    /// <param name="sample">How samples are written; <see langword="null"/>: as floats.</param>
    /// <param name="finishPatience">How long it may take to end after its input has ended; by default 30 s.</param>
    public ProcessSink(string command, PcmFormat? pcm = null, SampleType? sample = null, TimeSpan? finishPatience = null)
        : base($"the input of '{command}'", pcm, sample)
    {
        _asked = $"exec:{command}";
        _command = command;
        _finishPatience = finishPatience ?? TimeSpan.FromSeconds(30);
    }

    /// <summary>Makes the sink of <c>exec:COMMAND</c>; option <c>format=s16le,44100,1</c>, by default the audio's own format.</summary>
    /// <exception cref="AudioException">An option is wrong.</exception>
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

    private protected override ByteDrain Connect()
    {
        Disconnect();
        var child = ChildProcess.Start(_asked, _command, read: false);
        Volatile.Write(ref _child, child);
        return _input = new ByteDrain(child.TakeInput(), "continuo exec in", ownsStream: true);
    }

    private protected override void Complete()
    {
        var child = _child!;
        _input!.Dispose();
        var deadline = Environment.TickCount64 + (long)_finishPatience.TotalMilliseconds;
        bool hasEnded;
        while (!(hasEnded = child.Wait(PollInterval)) && Environment.TickCount64 < deadline) ThrowIfInterrupted();
        ThrowIfInterrupted();
        if (!hasEnded)
        {
            Disconnect();
            throw new AudioException(
                AudioErrorCode.TimedOut,
                _asked,
                string.Create(CultureInfo.InvariantCulture, $"the command was still running {_finishPatience.TotalSeconds} s after its input had ended"),
                "Use a command that ends with its input");
        }

        if (child.Failure() is { } failure) throw failure;
    }

    private protected override void Disconnect()
    {
        if (_child is not { } child) return;
        _child = null;
        _input!.Dispose(); // by its own thread: closing a pipe under a blocked write blocks as well
        if (!IsInterrupted) child.Wait(ExitTimeout);
        child.Dispose();
    }

    // A command that has closed its input is about to say why.
    private protected override AudioException Explain(Exception error) =>
        _child is { } child && child.Wait(ExitTimeout) && child.Failure() is { } failure ? failure : base.Explain(error);
}

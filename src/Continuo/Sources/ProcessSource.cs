using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>
/// Raw PCM from the standard output of a command. Opening starts it with an empty standard input; interrupting or disposing ends it and its
/// descendants. If it exits by itself with an error, the read after its last frame throws.
/// </summary>
internal sealed class ProcessSource : PipeSource
{
    // A process that closes its output is about to exit; one that keeps running has not failed.
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(2);

    private readonly string _asked;
    private readonly string _command;
    private ChildProcess? _child;
    private InterruptibleReader? _output;
    private volatile AudioException? _failure;

    /// <summary>Creates a source for a shell command.</summary>
    /// <param name="command">For example <c>ffmpeg -i song.mp3 -f s16le -ar 48000 -ac 2 -</c>.</param>
    /// <param name="pcm">Format of its output.</param>
    /// <param name="clock">Clock of the timeouts.</param>
    public ProcessSource(string command, PcmFormat pcm, MonotonicClock clock)
        : base(pcm, clock, $"the output of '{command}' ({pcm})")
    {
        _asked = $"exec:{command}";
        _command = command;
    }

    /// <summary>
    /// Creates the source of <c>exec:COMMAND</c>; option <c>format=s16le,44100,1</c>, by default float in the requested format.
    /// </summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static ProcessSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new ProcessSource(address.Target,
            PcmAddress.Format(address) ?? new PcmFormat(SampleType.F32, request.Complete(AudioFormat.Default)), request.Clock);
    }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        base.Interrupt();
        Volatile.Read(ref _child)?.Terminate();
    }

    private protected override InterruptibleReader Connect()
    {
        Disconnect();
        _failure = null;
        var child = ChildProcess.Start(_asked, _command, read: true);
        child.CloseInput();
        Volatile.Write(ref _child, child);
        return _output = new InterruptibleReader(child.StandardOutput, "continuo exec", () =>
        {
            child.Wait(ExitTimeout);
            _failure = child.Failure();
        });
    }

    private protected override void Disconnect()
    {
        _child?.Dispose();
        _output?.Dispose();
    }

    private protected override AudioException? FailureOf(InterruptibleReader feed) => _failure ?? base.FailureOf(feed);
}

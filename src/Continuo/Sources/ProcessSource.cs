using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>
/// Raw PCM that a command writes to its standard output. Opening starts it, with nothing to read on its standard input; interrupting or
/// disposing ends it and its descendants. If it ends by itself with an error, the read after its last frame throws.
/// </summary>
internal sealed class ProcessSource : PipeSource
{
    // A process that closes its output is about to end; one that stays has not failed.
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly string _asked;
    private readonly string _command;
    private ChildProcess? _child;
    private ByteFeed? _output;
    private volatile AudioException? _failure;

    /// <summary>Prepares a command for the system's shell.</summary>
    /// <param name="command">For example <c>ffmpeg -i song.mp3 -f s16le -ar 48000 -ac 2 -</c>.</param>
    /// <param name="pcm">What it writes.</param>
    /// <param name="clock">Measures time-outs.</param>
    public ProcessSource(string command, PcmFormat pcm, MonotonicClock clock)
        : base(pcm, clock, $"the output of '{command}' ({pcm})")
    {
        _asked = $"exec:{command}";
        _command = command;
    }

    /// <summary>Makes the source of <c>exec:COMMAND</c>; option <c>format=s16le,44100,1</c>, by default floats of the format wanted.</summary>
    /// <exception cref="AudioException">An option is wrong.</exception>
    public static ProcessSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new ProcessSource(address.Target, PcmAddress.Format(address) ?? new PcmFormat(SampleType.F32, request.Complete(AudioFormat.Default)), request.Clock);
    }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        base.Interrupt();
        Volatile.Read(ref _child)?.Terminate();
    }

    private protected override ByteFeed Connect()
    {
        Disconnect();
        _failure = null;
        var child = ChildProcess.Start(_asked, _command, read: true);
        child.CloseInput();
        Volatile.Write(ref _child, child);
        return _output = new ByteFeed(child.StandardOutput, "continuo exec", () =>
        {
            child.Wait(ExitPatience);
            _failure = child.Failure();
        });
    }

    private protected override void Disconnect()
    {
        _child?.Dispose();
        _output?.Dispose();
    }

    private protected override AudioException? Outcome(ByteFeed feed) => _failure ?? base.Outcome(feed);
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>A sink of the desk's mix.</summary>
internal sealed class DeskOutput(string name, string address, AudioStream mix, AudioSystem system, Action<string> tell)
    : DeskLink(name, address, tell)
{
    private static readonly TimeSpan FinishBudget = TimeSpan.FromSeconds(3);

    private readonly AudioAddress _address = system.Parse(address);
    private RecordingResult? _result;

    /// <summary>Frames written by the last recorder, when it has ended.</summary>
    public long Frames => Volatile.Read(ref _result)?.Frames ?? 0;

    /// <inheritdoc/>
    protected override async Task UseAsync(CancellationToken stop)
    {
        // Opening a sink may block for seconds.
        var recorder = await Task.Run(
            () => Recorder.Start(mix, system.CreateSink(Free(_address), new SinkRequest { Clock = mix.Options.Clock }),
                new RecorderOptions { Name = Name }),
            CancellationToken.None).ConfigureAwait(false);
        MarkOpen();
        await Task.WhenAny(recorder.Completion, Task.Delay(Timeout.Infinite, stop)).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(FinishBudget);
        var result = await recorder.FinishAsync(limit.Token).ConfigureAwait(false);
        Volatile.Write(ref _result, result);
        if (result.Failure is { } failure && !stop.IsCancellationRequested) throw failure;
    }

    /// <summary>
    /// A file is not opened again: its content would be lost. A server that has removed the desk is not joined again.
    /// </summary>
    protected override bool MayPass(AudioException failure) =>
        base.MayPass(failure) && _address.Scheme is not ("file" or "exec") && !WasRemoved(failure);

    private bool WasRemoved(AudioException failure) =>
        _address.Scheme == "mumble" && failure.Code == AudioErrorCode.AccessDenied && Frames > 0;

    /// <summary>A file that exists is kept: the mix goes to the next free name, <c>mix-2.flac</c>.</summary>
    private static AudioAddress Free(AudioAddress address)
    {
        if (address.Scheme != "file" || OutputPath.KindOf(address.Target) != FileKind.Regular) return address;
        var (stem, ending) = (Path.ChangeExtension(address.Target, null), Path.GetExtension(address.Target));
        var options = address.OptionNames.Any() ? address.Text[address.Text.LastIndexOf('?')..] : "";
        for (var number = 2; ; number++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{ending}");
            if (!Path.Exists(path)) return AudioAddress.OfFile(path + options);
        }
    }
}

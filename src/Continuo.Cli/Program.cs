using Continuo.Cli;
using Continuo.Cli.Output;
using Continuo.Cli.Output.Interop;

// Checked before anything is loaded that opens files itself.
if (OperatingSystem.IsLinux() && StandardStreams.MaxOpenFiles < 80)
{
    StandardStreams.Write(StandardStreams.Error,
        "continuo: the system: this process may open fewer than 80 files, too few for .NET. Allow more: ulimit -n 1024.\n"u8);
    return ExitCodes.Failed;
}

Interruption.HonourInterrupts();
return await CommandLine.RunAsync(args).ConfigureAwait(false);

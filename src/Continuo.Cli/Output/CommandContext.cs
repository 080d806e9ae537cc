namespace Continuo.Cli.Output;

/// <summary>Passed to every command.</summary>
/// <param name="Output">Receives its output.</param>
/// <param name="Interruption">Ctrl-C.</param>
internal sealed record CommandContext(CommandOutput Output, Interruption Interruption)
{
    /// <summary>Cancelled by the first Ctrl-C.</summary>
    public CancellationToken Stop => Interruption.Token;
}

namespace Continuo.Cli.Output;

/// <summary>What every command is given.</summary>
/// <param name="Output">Where its words go.</param>
/// <param name="Interruption">Ctrl-C.</param>
internal sealed record CommandContext(CommandOutput Output, Interruption Interruption)
{
    /// <summary>Cancelled by the first Ctrl-C.</summary>
    public CancellationToken Stop => Interruption.Token;
}

namespace Continuo.Client.Contract.Server;

/// <summary>One check of the machine.</summary>
/// <param name="Id">Identifies the check.</param>
/// <param name="State">Its outcome.</param>
/// <param name="Title">What was checked.</param>
/// <param name="Consequence">What was found, and what it means.</param>
/// <param name="Command">Command that fixes it, if there is one.</param>
/// <param name="Advice">What to do, if no command does it.</param>
public sealed record Finding(string Id, FindingState State, string Title, string Consequence, string? Command, string? Advice);

namespace Continuo.Hosting.Checks;

/// <summary>One check of the machine, as <c>continuo doctor</c> and the server's <c>/api/doctor</c> show it.</summary>
/// <param name="Id">Identifies the check: lower case and dashes.</param>
/// <param name="Title">What was checked.</param>
/// <param name="State">Its outcome.</param>
/// <param name="Detail">What was found, and what it means.</param>
/// <param name="Command">Command that mends it, if there is one.</param>
/// <param name="Advice">What to do, if no command does it.</param>
internal sealed record MachineCheck(
    string Id,
    string Title,
    CheckState State,
    string Detail,
    string? Command = null,
    string? Advice = null);

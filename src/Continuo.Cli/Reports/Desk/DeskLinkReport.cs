namespace Continuo.Cli.Reports.Desk;

/// <summary>A channel or an output, as the view and the report show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address, without secrets.</param>
/// <param name="State">Connecting, Open, Ended or Failed.</param>
/// <param name="Problem">Why it is not open.</param>
internal sealed record DeskLinkReport(string Name, string Address, string State, string? Problem);

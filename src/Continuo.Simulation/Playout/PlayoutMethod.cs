namespace Continuo.Simulation.Playout;

/// <summary>A playout method by its name, with a way to start it afresh.</summary>
/// <param name="Name">As in reports and on the command line.</param>
/// <param name="Create">Starts one for a run of these sizes.</param>
public sealed record PlayoutMethod(string Name, Func<PlayoutFormat, IPlayoutModel> Create);

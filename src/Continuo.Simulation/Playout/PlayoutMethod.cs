namespace Continuo.Simulation.Playout;

/// <summary>A playout method.</summary>
/// <param name="Name">Its name in reports and on the command line.</param>
/// <param name="Create">Creates a model for a run of the given sizes.</param>
public sealed record PlayoutMethod(string Name, Func<PlayoutFormat, IPlayoutModel> Create);

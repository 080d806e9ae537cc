namespace Continuo.Sources;

/// <summary>Help text for the addresses of a scheme, shown by address lists and shell completion. Immutable.</summary>
/// <param name="Address">One or two examples: <c>app:firefox, app:1234</c>.</param>
/// <param name="Meaning">Short description of the source or sink.</param>
/// <param name="Options">Short description of the options; empty if there are none.</param>
public sealed record AddressUsage(string Address, string Meaning, string Options = "");

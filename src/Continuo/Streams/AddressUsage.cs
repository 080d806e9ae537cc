namespace Continuo.Streams;

/// <summary>How to write an address of a scheme: what a list of addresses and a shell completion show. Immutable.</summary>
/// <param name="Address">An example, or two: <c>app:firefox, app:1234</c>.</param>
/// <param name="Meaning">What it opens, in a few words.</param>
/// <param name="Options">The options that may follow a question mark, in a few words; empty if there are none.</param>
public sealed record AddressUsage(string Address, string Meaning, string Options = "");

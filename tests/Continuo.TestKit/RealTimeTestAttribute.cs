using Xunit.v3;

namespace Continuo.TestKit;

/// <summary>
/// Marks a test that measures real time on real servers, so that other work on the machine can make it fail. <c>./test</c> runs such a test
/// a second time, alone, if it fails, and names it in its closing lines. No other test gets a second try.
/// </summary>
/// <param name="reason">What the test depends on that neither a virtual clock nor an event can give. Must not be empty.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealTimeTestAttribute(string reason) : Attribute, ITraitAttribute
{
    /// <summary>The name of the trait that the runner selects by; its value is the reason.</summary>
    public const string Trait = "RealTime";

    /// <summary>Why the test cannot be independent of the machine's load.</summary>
    public string Reason { get; } = string.IsNullOrWhiteSpace(reason)
        ? throw new ArgumentException("A real-time test needs a reason.", nameof(reason))
        : reason;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, Reason)];
}

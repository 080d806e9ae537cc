namespace Continuo.Mutation;

/// <summary>What a test class does without a mutant.</summary>
/// <param name="Reached">The mutants whose places it passes.</param>
/// <param name="Duration">How long it takes.</param>
/// <param name="Failing">Full names of its tests that fail without a mutant, and so cannot find one.</param>
internal sealed record Cover(HashSet<int> Reached, TimeSpan Duration, string[] Failing);

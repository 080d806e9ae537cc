namespace Continuo.Mutation;

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>A test failed, or the process died.</summary>
    Found,

    /// <summary>A test did not end.</summary>
    TimedOut,

    /// <summary>All tests that reach it pass.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    NotReached,
}

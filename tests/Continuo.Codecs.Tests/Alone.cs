namespace Continuo.Codecs.Tests;

/// <summary>For tests that measure the whole process: they run by themselves, after the others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public static class Alone;

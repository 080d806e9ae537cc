namespace Continuo.Diagnostics;

/// <summary>
/// Marks code that runs on an audio thread. It must not allocate, lock, wait, log or throw, or call anything that does. No effect at run
/// time.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class
    | AttributeTargets.Struct)]
public sealed class RealTimeAttribute : Attribute;

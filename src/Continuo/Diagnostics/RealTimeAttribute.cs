namespace Continuo.Diagnostics;

/// <summary>
/// Marks code that runs on an audio thread: it must not allocate, lock, wait, log, throw or call
/// anything that does. Without effect at run time.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RealTimeAttribute : Attribute;

namespace Continuo.Engine.Protocol;

/// <summary>What an engine takes from its clients at most.</summary>
internal static class EngineLimits
{
    /// <summary>The longest name of an input, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The longest address, in bytes of UTF-8: a text of the protocol has 1024.</summary>
    public const int MaxAddressLength = 1000;
}

namespace Continuo.Engine.Protocol;

/// <summary>Limits of clients' requests.</summary>
internal static class EngineLimits
{
    /// <summary>Maximum length of an input's name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Maximum length of an address in bytes of UTF-8; a text of the protocol may have 1024.</summary>
    public const int MaxAddressLength = 1000;
}

namespace Continuo.Client.Contract;

/// <summary>A member of a change request that can be left out (the default), set, or set to <see langword="null"/>.</summary>
/// <param name="Value">The value, if it was given.</param>
public readonly record struct Given<T>(T Value)
{
    /// <summary>Whether the member was given.</summary>
    public bool IsGiven { get; } = true;

    /// <summary>A member with a value.</summary>
    public static implicit operator Given<T>(T value) => new(value);
}

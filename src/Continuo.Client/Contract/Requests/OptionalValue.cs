namespace Continuo.Client.Contract.Requests;

/// <summary>A member of a change request that can be left out (the default), set, or set to <see langword="null"/>.</summary>
/// <param name="Value">The value, if it was given.</param>
public readonly record struct OptionalValue<T>(T Value)
{
    /// <summary>Whether the member was given.</summary>
    public bool IsSet { get; } = true;

    /// <summary>A member with a value.</summary>
    public static implicit operator OptionalValue<T>(T value) => new(value);
}

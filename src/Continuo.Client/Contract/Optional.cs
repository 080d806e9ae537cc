namespace Continuo.Client.Contract;

/// <summary>A member of a change request that can be left out, set, or set to <see langword="null"/>.</summary>
/// <param name="value">The value that was given.</param>
public readonly struct Optional<T>(T value) : IEquatable<Optional<T>>
{
    /// <summary>Whether the member was given.</summary>
    public bool IsGiven { get; } = true;

    /// <summary>The value, if it was given.</summary>
    public T Value { get; } = value;

    /// <summary>A member with a value.</summary>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <inheritdoc/>
    public bool Equals(Optional<T> other) => IsGiven == other.IsGiven && EqualityComparer<T>.Default.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is Optional<T> optional && Equals(optional);

    /// <inheritdoc/>
    public override int GetHashCode() => IsGiven ? HashCode.Combine(Value) : 0;
}

namespace Continuo.Rooms.Names;

/// <summary>Statistics of a <see cref="NameDirectory"/> since it was created.</summary>
public sealed record NameDirectoryStatistics
{
    /// <summary>Names kept at present, failed look-ups included.</summary>
    public int Names { get; init; }

    /// <summary>Look-ups in progress, those included whose answer is no longer waited for.</summary>
    public int Running { get; init; }

    /// <summary>Persons whose look-up has not begun.</summary>
    public int Waiting { get; init; }

    /// <summary>Look-ups begun.</summary>
    public long Lookups { get; init; }

    /// <summary>Look-ups that threw, timed out, or gave no usable name.</summary>
    public long Failures { get; init; }

    /// <summary>Requests answered from what is kept.</summary>
    public long Hits { get; init; }

    /// <summary>Requests refused because too many waited.</summary>
    public long Refused { get; init; }

    /// <summary>What the last failed look-up reported; <see langword="null"/> if none failed.</summary>
    public string? LastFailure { get; init; }
}

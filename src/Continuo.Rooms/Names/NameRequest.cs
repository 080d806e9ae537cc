namespace Continuo.Rooms.Names;

/// <summary>Someone who wants to know a name.</summary>
internal sealed class NameRequest(Action<string> assign, long fallback)
{
    /// <summary>Called with the name.</summary>
    public Action<string> Assign { get; } = assign;

    /// <summary>When the substitute is given.</summary>
    public long Fallback { get; } = fallback;

    /// <summary>Whether the substitute has been given.</summary>
    public bool HasFallback { get; set; }
}

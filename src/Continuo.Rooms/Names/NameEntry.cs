namespace Continuo.Rooms.Names;

/// <summary>What the directory knows of one person. Guarded by the directory's lock.</summary>
internal sealed class NameEntry(string memberId)
{
    /// <summary>Those who want to know the name; called outside the lock.</summary>
    public List<NameRequest> Requests { get; } = [];

    public string MemberId { get; } = memberId;

    /// <summary>The name; <see langword="null"/> while it is unknown.</summary>
    public string? Name { get; set; }

    /// <summary>Whether a look-up is waiting or running.</summary>
    public bool IsPending { get; set; }

    /// <summary>When the name, or the failure, is looked up again.</summary>
    public long Expires { get; set; }

    /// <summary>When the running look-up is given up.</summary>
    public long Deadline { get; set; }

    /// <summary>Number of the running look-up, so that a late answer to an earlier one is not taken for it.</summary>
    public long Lookup { get; set; }

    /// <summary>Place among the entries, the one asked for longest ago first.</summary>
    public LinkedListNode<NameEntry>? Place { get; set; }
}

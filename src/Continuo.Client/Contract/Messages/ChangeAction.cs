namespace Continuo.Client.Contract.Messages;

/// <summary>What has happened to an object.</summary>
public enum ChangeAction
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It has changed.</summary>
    Changed,

    /// <summary>It was removed; only its name or id is given.</summary>
    Removed,
}

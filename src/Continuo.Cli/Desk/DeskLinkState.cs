namespace Continuo.Cli.Desk;

/// <summary>State of a <see cref="DeskLink"/>.</summary>
internal enum DeskLinkState
{
    /// <summary>Being opened, for the first time or again.</summary>
    Connecting,

    /// <summary>Audio flows.</summary>
    Open,

    /// <summary>The source has ended.</summary>
    Ended,

    /// <summary>It failed, and trying again would not help.</summary>
    Failed,
}

namespace Continuo.Server.Access;

/// <summary>What became of a request's token.</summary>
internal enum TokenOutcome
{
    /// <summary>There was none, and one is needed.</summary>
    Missing,

    /// <summary>It is not one of the accepted ones.</summary>
    Wrong,

    /// <summary>It is accepted, or none is needed.</summary>
    Accepted,

    /// <summary>Too many wrong ones came from the same address lately.</summary>
    TooMany,
}

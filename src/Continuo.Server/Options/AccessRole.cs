
namespace Continuo.Server.Options;

/// <summary>What a client may do. Each role includes the ones before it.</summary>
public enum AccessRole
{
    /// <summary>Nothing that needs a role.</summary>
    None,

    /// <summary>See and hear.</summary>
    Listen,

    /// <summary>Publish audio.</summary>
    Talk,

    /// <summary>Open and close streams, record, control players.</summary>
    Operate,

    /// <summary>End other clients' sessions, read the log and the configuration.</summary>
    Admin,
}

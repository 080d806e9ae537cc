using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>Recognises requests that another node of the same cluster has checked and passed on. Thread-safe.</summary>
internal interface INodeTrust
{
    /// <summary>The role that the other node found.</summary>
    /// <returns><see langword="null"/> if the request does not come from a node.</returns>
    AccessRole? RoleOf(HttpRequest request);
}


namespace Continuo.Server;

/// <summary>Adds something to a server that it does not have by itself, such as a cluster.</summary>
internal interface IServerPart
{
    /// <summary>Adds services; after the server's own, which it may replace.</summary>
    void AddTo(WebApplicationBuilder builder);

    /// <summary>Adds middleware and endpoints: after access was checked, and before the server's own endpoints run.</summary>
    void Use(WebApplication app);
}

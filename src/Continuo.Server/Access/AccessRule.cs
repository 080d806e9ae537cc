using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>
/// Endpoint metadata: the role a request needs. Endpoints without it need <see cref="AccessRole.Listen"/> to read and
/// <see cref="AccessRole.Operate"/> to change.
/// </summary>
internal sealed record AccessRule(AccessRole Role)
{
    /// <summary>Whether pages of <see cref="ServerOptions.AllowedOrigins"/> may call it.</summary>
    public bool IsEmbeddable { get; init; }

    /// <summary>The role that an endpoint and method need.</summary>
    public static AccessRole Of(Endpoint? endpoint, string method) =>
        endpoint?.Metadata.GetMetadata<AccessRule>()?.Role
            ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
                ? AccessRole.Listen
                : AccessRole.Operate);
}

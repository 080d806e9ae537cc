namespace Continuo.Server.Access;

/// <summary>Endpoint metadata: the role a request needs. Endpoints without it need <see cref="Role.Listen"/> to read and <see cref="Role.Operate"/> to change.</summary>
internal sealed record AccessRule(Role Role)
{
    /// <summary>Whether pages of <see cref="ServerOptions.AllowedOrigins"/> may call it.</summary>
    public bool IsEmbeddable { get; init; }

    /// <summary>The role that an endpoint and method need.</summary>
    public static Role Of(Endpoint? endpoint, string method) =>
        endpoint?.Metadata.GetMetadata<AccessRule>()?.Role ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? Role.Listen : Role.Operate);
}

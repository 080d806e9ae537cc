namespace Continuo.Server.Access;

/// <summary>Declares the role that endpoints need.</summary>
internal static class AccessExtensions
{
    /// <summary>Requires a role, in place of the one that the method implies.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, Role role, bool isEmbeddable = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new AccessRule(role) { IsEmbeddable = isEmbeddable });
        return builder;
    }

    /// <summary>Allows requests without a token: for what is no secret, such as the page's own files.</summary>
    public static TBuilder AllowAnyone<TBuilder>(this TBuilder builder, bool isEmbeddable = false)
        where TBuilder : IEndpointConventionBuilder => builder.RequireRole(Role.None, isEmbeddable);

    /// <summary>The role of the client of a request; set before any endpoint runs.</summary>
    public static Role ClientRole(this HttpContext context) => context.Items.TryGetValue(typeof(Role), out var role) ? (Role)role! : Role.None;

    internal static void SetClientRole(this HttpContext context, Role role) => context.Items[typeof(Role)] = role;
}

using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>Declares the role that endpoints need.</summary>
internal static class AccessExtensions
{
    /// <summary>Requires a role, in place of the one that the method implies.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, AccessRole role, bool isEmbeddable = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new AccessRule(role) { IsEmbeddable = isEmbeddable });
        return builder;
    }

    /// <summary>Allows requests without a token: for what is no secret, such as the page's own files.</summary>
    public static TBuilder AllowAnyone<TBuilder>(this TBuilder builder, bool isEmbeddable = false)
        where TBuilder : IEndpointConventionBuilder => builder.RequireRole(AccessRole.None, isEmbeddable);

    /// <summary>The role of the client of a request; set before any endpoint runs.</summary>
    public static AccessRole ClientRole(this HttpContext context) =>
        context.Items.TryGetValue(typeof(AccessRole), out var role) ? (AccessRole)role! : AccessRole.None;

    /// <summary>The token that the client of a request has shown; <see langword="null"/> if it needed none.</summary>
    public static AccessToken? ClientToken(this HttpContext context) =>
        context.Items.TryGetValue(typeof(AccessToken), out var token) ? (AccessToken?)token : null;

    internal static void SetClientToken(this HttpContext context, AccessToken token) => context.Items[typeof(AccessToken)] = token;

    internal static void SetClientRole(this HttpContext context, AccessRole role) => context.Items[typeof(AccessRole)] = role;
}

using Continuo.Cluster.Serving;
using Continuo.Server.Options;
using Microsoft.AspNetCore.Http;

namespace Continuo.Cluster.Tests.Serving;

public sealed class NodeSignatureTests
{
    private readonly ManualTime _time = new();

    private NodeSignature Ours => new("the key of our cluster", _time);

    [Fact]
    public void A_signed_role_is_believed_for_its_request_alone()
    {
        var header = Ours.Sign("POST", "/whip/a%20room?seat=x", AccessRole.Talk);
        Assert.Equal(AccessRole.Talk, Ours.RoleOf(Request("POST", "/whip/a room", "?seat=x", header)));
        Assert.Null(Ours.RoleOf(Request("DELETE", "/whip/a room", "?seat=x", header)));
        Assert.Null(Ours.RoleOf(Request("POST", "/whip/another", "?seat=x", header)));
        Assert.Null(Ours.RoleOf(Request("POST", "/whip/a room", "?seat=y", header)));
        Assert.Null(Ours.RoleOf(Request("POST", "/whip/a room", "?seat=x", header.Replace("Talk", "Admin", StringComparison.Ordinal))));
        Assert.Null(new NodeSignature("the key of other clusters", _time).RoleOf(Request("POST", "/whip/a room", "?seat=x", header)));
    }

    [Fact]
    public void It_is_believed_for_half_a_minute()
    {
        var header = Ours.Sign("GET", "/api/rooms", AccessRole.Listen);
        _time.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(AccessRole.Listen, Ours.RoleOf(Request("GET", "/api/rooms", "", header)));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Null(Ours.RoleOf(Request("GET", "/api/rooms", "", header)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Admin")]
    [InlineData("Admin 0 00")]
    [InlineData("99 0 00")]
    [InlineData("Admin -1 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Admin 1796000000 000000000000000000000000000000000000000000000000000000000000zzzz")]
    public void Anything_else_is_not(string header) => Assert.Null(Ours.RoleOf(Request("GET", "/api/rooms", "", header)));

    private static HttpRequest Request(string method, string path, string query, string header)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = (method, path, new QueryString(query));
        request.Headers[NodeSignature.Header] = header;
        return request;
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_796_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

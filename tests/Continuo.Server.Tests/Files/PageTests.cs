using System.Net;

namespace Continuo.Server.Tests.Files;

public sealed class PageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/recordings")]
    [InlineData("/players/band")]
    [InlineData("/system")]
    public async Task Every_view_is_the_same_isolated_document(string path)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("require-corp", answer.Headers.GetValues("Cross-Origin-Embedder-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.Client.GetAsync("/", Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var second = await server.Client.SendAsync(request, Cancellation);

        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/nothing.js")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/Page/index.html")]
    [InlineData("/index.html%00.js")]
    public async Task What_is_not_a_file_of_the_page_is_not_found(string path)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.GetAsync(path, Cancellation);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            Assert.Contains("\"code\":\"notFound\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_head_request_gets_the_length_alone()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }
}

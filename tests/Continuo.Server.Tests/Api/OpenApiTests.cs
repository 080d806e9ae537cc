using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Continuo.Server.Tests.Api;

/// <summary>What the server says of its API is what docs/openapi.json says, so that a review sees every change.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>With <c>CONTINUO_WRITE_SCHEMA=1</c> in the environment it is written instead.</summary>
    [Fact]
    public async Task The_document_of_the_API_is_the_one_that_is_served()
    {
        var path = RepositoryFiles.PathOf("docs/openapi.json");
        var text = (await DocumentAsync()).ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("CONTINUO_WRITE_SCHEMA") == "1") await File.WriteAllTextAsync(path, text, Stop);
        Assert.Equal(await File.ReadAllTextAsync(path, Stop), text);
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_every_member_is_in_camel_case()
    {
        var document = await DocumentAsync();
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            Assert.All(path.Split('/', StringSplitOptions.RemoveEmptyEntries), part => Assert.Matches("^([a-z]+|[{][a-zA-Z]+[}])$", part));
            Assert.All(item!.AsObject(), operation => Assert.NotNull(operation.Value!["summary"]));
        }

        foreach (var (type, schema) in document["components"]!["schemas"]!.AsObject())
        {
            var members = schema!["properties"]?.AsObject().Select(p => p.Key) ?? [];
            Assert.All(members,
                member => Assert.True(char.IsAsciiLetterLower(member[0]) && member.All(char.IsAsciiLetterOrDigit), $"{type}.{member}"));
        }
    }

    /// <summary>Without the address, which is chosen by the system here, and the version, which each release changes.</summary>
    private static async Task<JsonObject> DocumentAsync()
    {
        await using var server = await ApiServer.StartAsync();
        var document = (await server.Http.GetFromJsonAsync<JsonObject>("openapi/v1.json", Stop))!;
        document.Remove("servers");
        document["info"]!.AsObject().Remove("version");
        return document;
    }
}

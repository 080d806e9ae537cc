using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Continuo.Audio;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Server.Configuration;
using Continuo.Streams;

namespace Continuo.Server.Tests.Api;

/// <summary>A name is accepted or refused alike, wherever it comes from.</summary>
public sealed class NameTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Names => new()
    {
        { "take", true },
        { "Take 2 (mix), v1.0+a_b-c", true },
        { "声 と きょく", true },
        { "e\u0301tude", true }, // composed on the way
        { "-x", true },
        { new string('a', 100), true },
        { new string('a', 101), false },
        { new string('声', 67), false }, // 201 bytes
        { ".hidden", false },
        { "end.", false },
        { "..", false },
        { "a/b", false },
        { "a\\b", false },
        { "a:b", false },
        { "a%2fb", false },
        { "a\nb", false },
        { "a\u202Eb", false }, // turns the direction of writing
        { "a\0b", false },
        { "🎸", false },
        { " ", false },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_accepted_everywhere_or_nowhere(string name, bool isValid)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "base", "wav"), Stop);
        await server.Client.StopRecordingAsync("base", Stop);

        await ExpectAsync(() => server.Client.OpenPlayerAsync(new OpenPlayerRequest(name, ["base.wav"]), Stop));
        if (isValid) await server.Client.RemovePlayerAsync(name.Normalize(), Stop);
        await ExpectAsync(() => server.Client.OpenStreamAsync(new OpenStreamRequest(name, "tone:440"), Stop));
        await ExpectAsync(() => server.Client.StartRecordingAsync(new StartRecordingRequest("tone", name, "wav", 0.05), Stop));
        Assert.Equal(isValid, Configures(name));
        if (name != "..")
        {
            Assert.Equal(isValid ? HttpStatusCode.Conflict : HttpStatusCode.BadRequest,
                await PublishAsync(server, name)); // the stream is there now
        }

        async Task ExpectAsync(Func<Task> request)
        {
            if (isValid) await request();
            else Assert.Equal(AudioErrorCode.InvalidArgument, await ApiServer.RefusalOf(request));
        }
    }

    private static bool Configures(string name)
    {
        var json = $$"""{ "streams": { {{System.Text.Json.JsonSerializer.Serialize(name)}}: "tone:440" } }""";
        try
        {
            ServerConfig.Parse(Encoding.UTF8.GetBytes(json), "c.json", new AudioSystem().UseAll(), []);
            return true;
        }
        catch (AudioException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> PublishAsync(ApiServer server, string name)
    {
        using var offer = new StringContent("v=0", MediaTypeHeaderValue.Parse("application/sdp"));
        using var answer = await server.Http.PostAsync(new Uri($"whip/{Uri.EscapeDataString(name)}", UriKind.Relative), offer, Stop);
        return answer.StatusCode;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Continuo.Rooms;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Rooms;

/// <summary>Noise suppression and voice activity of a server's rooms.</summary>
public sealed class RoomProcessingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_room_processes_voices_only_if_it_is_asked_to()
    {
        await using var server = await TestServer.StartAsync();
        var table = server.Host.Services.GetRequiredService<RoomTable>();
        Assert.Null(table.Open("plain", new RoomDeclaration()).Options.Processing);
        var clean = table.Open("clean", new RoomDeclaration(NoiseSuppressionDb: 15, VoiceActivity: true));
        Assert.Equal(new SpeakerProcessing { NoiseSuppressionDb = 15, DetectsVoice = true }, clean.Options.Processing);

        // The processor is the room's, also for a speaker that says nothing of it.
        var speaker = clean.AddSpeaker(new SpeakerOptions { MemberId = "1" }, new SineInput(440));
        Assert.Null(speaker.Options.Processing);
        speaker.Leave();
    }

    [Fact]
    public async Task Without_the_library_rooms_open_and_it_is_said_once()
    {
        await using var server = await TestServer.StartAsync();
        var table = server.Host.Services.GetRequiredService<RoomTable>();
        table.IsProcessingAvailable = static () => false;
        Assert.Null(table.Open("a", new RoomDeclaration(NoiseSuppressionDb: 15)).Options.Processing);
        Assert.Null(table.Open("b", new RoomDeclaration(VoiceActivity: true)).Options.Processing);
        Assert.Null(table.Available(new SpeakerProcessing { DetectsVoice = true }));
    }

    [Theory]
    [InlineData("noise=41", HttpStatusCode.BadRequest)]
    [InlineData("noise=much", HttpStatusCode.BadRequest)]
    [InlineData("noise=15&voice=1", HttpStatusCode.UnsupportedMediaType)] // accepted; the offer is not
    public async Task A_speaker_asks_for_it_by_its_address(string query, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions());
        server.Host.Services.GetRequiredService<RoomTable>().Open("studio", new RoomDeclaration());
        using var content = new StringContent("nonsense", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        using var answer = await server.Client.PostAsync($"/whip/studio?seat=anna&{query}", content, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
    }
}

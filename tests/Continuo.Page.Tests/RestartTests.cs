using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The server's process is killed, and started again.</summary>
[Collection(RealTime.Name)]
public class RestartTests(Chromium chromium)
{
    [Theory]
    [InlineData("webrtc", 2)]
    [InlineData("websocket", 2)]
    [InlineData("http", 5)]
    [RealTimeTest("how soon a browser hears a server again")]
    public async Task A_page_plays_again_soon_after_a_killed_server_is_back(string path, double seconds)
    {
        await using var server = await ServeProcess.StartTonesAsync();
        await using var page = await chromium.OpenAsync(server.Address);

        var silence = await Restart.MeasureAsync(server, page, path);

        TestContext.Current.TestOutputHelper?.WriteLine($"{path}: heard again {silence.TotalMilliseconds:F0} ms after the server is ready");
        Assert.InRange(silence.TotalSeconds, 0, seconds);
        (await Tones.MeasureAsync(page)).AssertLevels();
    }
}

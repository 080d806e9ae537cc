using System.Diagnostics;

namespace Continuo.Page.Tests.Support;

/// <summary>
/// Serves the page's sources and one of the fixed scenes of <c>fake/scenes.mjs</c>: states that a real server shows only when something
/// goes wrong.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Process _process;

    private FakeServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<FakeServer> StartAsync(string scene)
    {
        var script = Path.Combine(PageTools.Repository, "tests", "Continuo.Page.Tests", "fake", "server.mjs");
        var process = PageTools.Start("node", PageTools.Repository, [script, "0", scene, PageTools.Sources, PageTools.Folder]);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is not null
            ? new FakeServer(process, new Uri(line))
            : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>An address of the page.</summary>
    public Uri At(string path) => new(Address, path);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

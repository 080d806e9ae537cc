using System.Collections.Concurrent;
using System.Diagnostics;

namespace Continuo.Page.Tests.Support;

/// <summary>A page in a browser context of its own. Whatever the console reports as an error is kept.</summary>
public sealed class TestPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    internal TestPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _errors.Enqueue($"exception: {error}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and uncaught exceptions.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Fails with everything that the console reported, in full.</summary>
    public void AssertNoErrors() => Assert.True(_errors.IsEmpty, string.Join("; ", _errors));

    public async Task GoAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await Page.WaitForSelectorAsync("main");
    }

    /// <summary>Evaluates an expression in the page.</summary>
    public Task<T> EvaluateAsync<T>(string expression, object? argument = null) => Page.EvaluateAsync<T>(expression, argument);

    /// <summary>
    /// Waits until a condition holds in the page. It may be asynchronous, which the browser's own waiting would take as true.
    /// </summary>
    public async Task WaitAsync(string condition, int seconds = 20)
    {
        for (var waited = Stopwatch.StartNew(); !await Page.EvaluateAsync<bool>($"async () => Boolean(await ({condition})())");)
        {
            if (waited.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException($"Not within {seconds} s: {condition}. The console: {string.Join("; ", Errors)}");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

using Continuo.Cli.Output;

namespace Continuo.Cli.Play;

/// <summary>Waits while something plays: on a terminal with a view and keys.</summary>
internal static class PlayWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the end, Ctrl-C, or a key that is none of the view's.</summary>
    /// <param name="desk">What plays.</param>
    /// <param name="context">Of the command.</param>
    /// <param name="last">Keys that end the watching.</param>
    /// <returns>The key that ended it; 0 for the end or Ctrl-C.</returns>
    public static async Task<char> RunAsync(IPlayDesk desk, CommandContext context, string last)
    {
        if (context.Output.IsJson || !CommandOutput.IsResultOnTerminal || Console.IsInputRedirected || context.Output.IsOutputTaken)
        {
            await IsOverAsync(desk, Timeout.InfiniteTimeSpan, context).ConfigureAwait(false);
            return '\0';
        }

        var keys = new PlayKeys(desk);
        var pressed = '\0';
        using var screen = new Screen();
        screen.Draw((width, height) => PlayView.Of(desk.Look(), keys.Chosen, width, height));
        while (pressed == '\0' && !await IsOverAsync(desk, Period, context).ConfigureAwait(false))
        {
            while (pressed == '\0' && Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true);
                if (!keys.Press(key) && last.Contains(char.ToLowerInvariant(key.KeyChar), StringComparison.Ordinal)) pressed = char.ToLowerInvariant(key.KeyChar);
            }

            screen.Draw((width, height) => PlayView.Of(desk.Look(), keys.Chosen, width, height));
        }

        screen.Clear();
        return pressed;
    }

    private static async Task<bool> IsOverAsync(IPlayDesk desk, TimeSpan most, CommandContext context)
    {
        try
        {
            return await desk.WaitForEndAsync(most, context.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

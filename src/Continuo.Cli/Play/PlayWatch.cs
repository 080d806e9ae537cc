using Continuo.Cli.Output;

namespace Continuo.Cli.Play;

/// <summary>Waits during playback: on a terminal with a view and keys.</summary>
internal static class PlayWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the end, Ctrl-C, or one of the given keys.</summary>
    /// <param name="controller">The playback.</param>
    /// <param name="context">Context of the command.</param>
    /// <param name="last">Keys that end the view.</param>
    /// <returns>The key that ended it; 0 for the end or Ctrl-C.</returns>
    public static async Task<char> RunAsync(IPlaybackController controller, CommandContext context, string last)
    {
        if (context.Output.IsJson || !CommandOutput.IsResultOnTerminal || Console.IsInputRedirected || context.Output.IsOutputTaken)
        {
            await IsOverAsync(controller, Timeout.InfiniteTimeSpan, context).ConfigureAwait(false);
            return '\0';
        }

        var keys = new PlayKeys(controller);
        var pressed = '\0';
        using var screen = new Screen();
        screen.Draw((width, height) => PlayView.Of(controller.GetStatus(), keys.Chosen, width, height));
        while (pressed == '\0' && !await IsOverAsync(controller, Period, context).ConfigureAwait(false))
        {
            while (pressed == '\0' && Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true);
                if (!keys.Press(key) && last.Contains(char.ToLowerInvariant(key.KeyChar), StringComparison.Ordinal))
                {
                    pressed = char.ToLowerInvariant(key.KeyChar);
                }
            }

            screen.Draw((width, height) => PlayView.Of(controller.GetStatus(), keys.Chosen, width, height));
        }

        screen.Clear();
        return pressed;
    }

    private static async Task<bool> IsOverAsync(IPlaybackController controller, TimeSpan most, CommandContext context)
    {
        try
        {
            return await controller.WaitForEndAsync(most, context.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

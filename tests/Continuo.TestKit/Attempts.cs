using Xunit.Sdk;

namespace Continuo.TestKit;

/// <summary>For what is measured in real time, beside whatever else the machine does.</summary>
public static class Attempts
{
    /// <summary>
    /// Runs a test until it passes, five times at the most. What it claims must hold in an undisturbed run, and a real fault fails
    /// all of them; only assertions are tried again.
    /// </summary>
    public static void Five(Action test)
    {
        ArgumentNullException.ThrowIfNull(test);
        for (var left = 4; left > 0; left--)
        {
            try
            {
                test();
                return;
            }
            catch (XunitException e)
            {
                Console.Error.WriteLine($"once more, because the machine may have been busy: {e.Message}");
            }
        }

        test();
    }
}

using System.Globalization;
using FsCheck;

namespace Continuo.TestKit;

/// <summary>Runs the properties of FsCheck, all with a number of inputs that one environment variable sets.</summary>
public static class PropertyExtensions
{
    /// <summary>The environment variable that holds the number of inputs for each property, whatever its usual number is.</summary>
    public const string InputsVariable = "CONTINUO_PROPERTY_INPUTS";

    /// <summary>
    /// Checks a property with random inputs and fails with the smallest counterexample found, and the seed that replays it.
    /// </summary>
    /// <param name="property">What must hold for every input.</param>
    /// <param name="inputs">How many inputs are tried unless <see cref="InputsVariable"/> says otherwise.</param>
    public static void Holds(this Property property, int inputs = 100) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(Asked ?? inputs));

    private static int? Asked => Environment.GetEnvironmentVariable(InputsVariable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}

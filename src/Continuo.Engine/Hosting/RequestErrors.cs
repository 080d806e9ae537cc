using System.Globalization;
using Continuo.Audio;
using Continuo.Engine.Protocol;

namespace Continuo.Engine.Hosting;

/// <summary>What may be wrong with a request.</summary>
internal static class RequestErrors
{
    public static AudioException Bad(string happened) =>
        new(AudioErrorCode.InvalidArgument, "message to the engine", happened, "Use a client of the same version");

    /// <exception cref="AudioException">The message is not what its type demands.</exception>
    public static void Require(this in MessageReader reader)
    {
        if (!reader.IsWhole) throw Bad("the message is shorter or longer than its type demands, its text is no UTF-8, or a flag is neither 0 nor 1");
    }

    /// <exception cref="AudioException">There is no name, or too long a one.</exception>
    public static void CheckName(string name)
    {
        if (name.Length is 0 or > EngineLimits.MaxNameLength) throw Bad(string.Create(CultureInfo.InvariantCulture, $"a name has 1…{EngineLimits.MaxNameLength} characters"));
    }
}

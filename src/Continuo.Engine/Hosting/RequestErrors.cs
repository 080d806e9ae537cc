using System.Globalization;
using Continuo.Audio;
using Continuo.Engine.Protocol;

namespace Continuo.Engine.Hosting;

/// <summary>Errors of invalid requests.</summary>
internal static class RequestErrors
{
    public static AudioException Bad(string happened) =>
        new(AudioErrorCode.InvalidArgument, "message to the engine", happened, "Use a client of the same version");

    /// <exception cref="AudioException">The message is not valid for its type.</exception>
    public static void Require(this in MessageReader reader)
    {
        if (!reader.IsValid) throw Bad("the message has a wrong length for its type, its text is not UTF-8, or a flag is neither 0 nor 1");
    }

    /// <exception cref="AudioException">The name is empty or too long.</exception>
    public static void CheckName(string name)
    {
        if (name.Length is 0 or > EngineLimits.MaxNameLength)
        {
            throw Bad(string.Create(CultureInfo.InvariantCulture, $"a name must have 1…{EngineLimits.MaxNameLength} characters"));
        }
    }
}

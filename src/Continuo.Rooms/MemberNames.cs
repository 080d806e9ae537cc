using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rooms;

/// <summary>Checks what members of a room send about themselves. Thread-safe.</summary>
internal static class MemberNames
{
    public const int MaxLength = 128;
    public const double MaxVolume = 2;

    public static void RequireId(string? id)
    {
        if (string.IsNullOrWhiteSpace(id)) throw Invalid("a member id", "it is empty", "Use a stable id, for example the account number");
        RequireName(id);
    }

    public static void RequireName(string? name)
    {
        if (name is null) return;
        if (name.Length > MaxLength)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a name of {name.Length} characters"), "it is too long",
                string.Create(CultureInfo.InvariantCulture, $"Use at most {MaxLength}"));
        }

        foreach (var c in name)
        {
            if (char.IsControl(c)) throw Invalid("a name with control characters", "they cannot be shown", "Use printable characters");
        }
    }

    public static void RequireVolume(double volume)
    {
        if (volume is >= 0 and <= MaxVolume) return;
        throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a volume of {volume}"), "out of range", "Use 0…2 (200 %)");
    }

    private static AudioException Invalid(string asked, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, asked, happened, remedy);
}

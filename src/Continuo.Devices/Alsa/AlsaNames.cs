using Continuo.Devices.Alsa.Interop;

namespace Continuo.Devices.Alsa;

/// <summary>The names under which ALSA's configuration offers devices.</summary>
internal static unsafe class AlsaNames
{
    /// <summary>A name, with the first line of its description.</summary>
    internal sealed record AlsaName(string Name, string Description, bool IsCapture, bool IsPlayback);

    /// <summary>
    /// Lists all names: those of sound cards, and those of the configuration that have a description. Without <c>null</c>, which is no
    /// device, and without <c>jack</c>: its library writes to the terminal when no JACK server runs. Both can be opened by name.
    /// </summary>
    public static List<AlsaName> List()
    {
        var names = new List<AlsaName>();
        if (LibAsound.NameHints(-1, "pcm", out var hints) < 0) return names;
        for (var hint = hints; *hint != 0; hint++)
        {
            var name = Field(*hint, "NAME");
            if (name is null or "null" or "jack") continue;
            var direction = Field(*hint, "IOID"); // none: both
            var description = Field(*hint, "DESC") is { Length: > 0 } text ? text.Replace("\n", ", ", StringComparison.Ordinal) : name;
            names.Add(new AlsaName(name, description, direction != "Output", direction != "Input"));
        }

        _ = LibAsound.FreeHints(hints);
        return names;
    }

    private static string? Field(nint hint, string field)
    {
        var text = LibAsound.Hint(hint, field);
        if (text == 0) return null;
        var result = LibAsound.Text(text);
        LibAsound.Free((void*)text);
        return result;
    }
}

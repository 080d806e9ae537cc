namespace Continuo.Page.Tests.Support;

/// <summary>
/// Makes <c>system-ui</c> a legible face where no desktop has chosen one, so that screenshots look alike on every machine.
/// </summary>
internal static class Fonts
{
    private const string Configuration = """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
          <match target="pattern"><test name="family"><string>system-ui</string></test><edit name="family" mode="prepend" binding="strong"><string>Inter</string><string>Noto Sans CJK JP</string></edit></match>
          <match target="pattern"><test name="family"><string>sans-serif</string></test><edit name="family" mode="prepend" binding="strong"><string>Inter</string><string>Noto Sans CJK JP</string></edit></match>
          <match target="pattern"><test name="family"><string>sans</string></test><edit name="family" mode="prepend" binding="strong"><string>Inter</string><string>Noto Sans CJK JP</string></edit></match>
        </fontconfig>
        """;

    public static string File()
    {
        var path = Path.Combine(PageTools.Artifacts, "page-tools", "fonts.conf");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, Configuration);
        return path;
    }
}

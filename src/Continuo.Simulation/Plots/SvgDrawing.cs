using System.Globalization;
using System.Security;
using System.Text;

namespace Continuo.Simulation.Plots;

/// <summary>
/// Writes an SVG picture element by element. Styles are classes of its style sheet, which supports light and dark backgrounds.
/// </summary>
internal sealed class SvgDrawing
{
    private readonly StringBuilder _body = new();

    public void Text(double x, double y, string look, string text) =>
        _body.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" class=\"{look}\">{SecurityElement.Escape(text)}</text>\n");

    public void Line(double x1, double y1, double x2, double y2, string look) =>
        Path(string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#}L{x2:0.#} {y2:0.#}"), look);

    public void Path(string path, string look)
    {
        if (path.Length > 0) _body.Append(CultureInfo.InvariantCulture, $"<path class=\"{look}\" d=\"{path}\"/>\n");
    }

    public void Box(double x, double y, double width, double height, string look) =>
        _body.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" class=\"{look}\"/>\n");

    /// <summary>Returns the complete picture.</summary>
    public string Finish(double width, double height, string title, string style) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" "
            + $"role=\"img\">\n<title>{SecurityElement.Escape(title)}</title>\n<style>\n{style}</style>\n<rect width=\"{width:0}\" "
            + $"height=\"{height:0}\" rx=\"8\" class=\"paper\"/>\n{_body}</svg>\n");
}

using System.Text.Json;

namespace Continuo.WebRtc.Client;

/// <summary>What a server says about a refusal: the detail of a problem document (RFC 9457), or a short plain text.</summary>
internal static class ProblemText
{
    private const int MaxLength = 300;

    /// <summary>The sentence without a full stop; empty if there is none fit to be shown.</summary>
    public static string Of(string body)
    {
        var text = body.TrimStart().StartsWith('{') ? Detail(body) : body;
        text = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length > MaxLength || text.Contains('<', StringComparison.Ordinal) ? "" : text;
    }

    private static string Detail(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var name in (ReadOnlySpan<string>)["detail", "title", "error", "message"])
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString() ?? "";
                }
            }
        }
        catch (JsonException)
        {
        }

        return "";
    }
}

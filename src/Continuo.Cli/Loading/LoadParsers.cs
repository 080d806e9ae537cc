using System.CommandLine.Parsing;
using System.Globalization;
using Continuo.Cli.Options;

namespace Continuo.Cli.Loading;

/// <summary>Parses the options of <c>continuo load</c>.</summary>
internal static class LoadParsers
{
    /// <summary>A share: <c>0.02</c>, <c>2</c> or <c>2%</c>.</summary>
    public static double Share(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < 100)
        {
            return text.EndsWith('%') || number >= 1 ? number / 100 : number;
        }

        result.AddError($"share '{text}': not a number from 0 to 99 %. Write for example 2%");
        return 0;
    }

    /// <summary>A duration; a number alone counts milliseconds.</summary>
    public static TimeSpan Milliseconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && ms is >= 0 and < 1e6)
        {
            return TimeSpan.FromMilliseconds(ms);
        }

        return OptionParsers.Duration(result) ?? TimeSpan.Zero;
    }

    /// <summary>Addresses of servers.</summary>
    public static Uri[] Addresses(ArgumentResult result)
    {
        var addresses = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                addresses.Add(new Uri(address, "/"));
            }
            else
            {
                result.AddError($"server '{token.Value}': not an address. Write for example http://127.0.0.1:7480");
            }
        }

        return [.. addresses];
    }
}

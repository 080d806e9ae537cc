using System.Globalization;
using System.Text;
using Continuo.Audio;
using Continuo.Engine.Protocol;

namespace Continuo.Engine.Client;

/// <summary>Texts that are sent to an engine.</summary>
internal static class RequestText
{
    /// <summary>An address with an absolute path, because the engine has another working directory.</summary>
    /// <exception cref="AudioException">It is empty, too long, or refers to this process's standard input.</exception>
    public static string MakeAbsolute(string text)
    {
        Check(text, "address", EngineLimits.MaxAddressLength);
        var address = AudioAddress.Parse(text);
        if (address.Scheme == "-")
        {
            throw new AudioException(AudioErrorCode.Unsupported, text, "the engine cannot read this process's standard input",
                "Read it in this process and write it to EngineClient.OpenStream");
        }

        if (address.Scheme != "file") return text;
        var start = text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? text["file:".Length..] : text;
        var whole = "file:" + Path.GetFullPath(address.Target) + start[address.Target.Length..];
        Check(whole, "address", EngineLimits.MaxAddressLength);
        return whole;
    }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is empty or too long.</exception>
    public static void Check(string text, string what, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > 0 && bytes <= most) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{what} of {bytes} bytes"),
            string.Create(CultureInfo.InvariantCulture, $"outside 1…{most}"), bytes == 0 ? "Add one" : "Make it shorter");
    }
}

using System.CommandLine;
using Continuo.Audio;
using Continuo.Client;

namespace Continuo.Cli.Remote;

/// <summary>Which server a command talks to.</summary>
internal sealed class RemoteOptions
{
    private const string AddressVariable = "CONTINUO_SERVER";
    private const string TokenVariable = "CONTINUO_TOKEN";
    private const string UsualAddress = "http://127.0.0.1:7480";

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Address of the server (default: {AddressVariable}, else {UsualAddress})",
        HelpName = "URL",
    };
    private readonly Option<string?> _token = new("--token")
    {
        Description = $"Access token (default: {TokenVariable})",
        HelpName = "TOKEN",
    };

    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_token);
    }

    /// <summary>A client of the server that was named.</summary>
    /// <exception cref="AudioException">The address is not understood.</exception>
    public ContinuoClient Connect(ParseResult arguments)
    {
        var address = arguments.GetValue(_server) ?? Variable(AddressVariable) ?? UsualAddress;
        return new ContinuoClient(AddressOf(address), arguments.GetValue(_token) ?? Variable(TokenVariable));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static Uri AddressOf(string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(full.EndsWith('/') ? full : full + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new AudioException(AudioErrorCode.InvalidArgument, $"--server {text}", "that is no address of a server",
                $"Write {UsualAddress}");
    }
}

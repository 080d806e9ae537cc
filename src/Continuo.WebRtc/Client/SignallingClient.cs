using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Continuo.Audio;

namespace Continuo.WebRtc.Client;

/// <summary>Exchanges offers and answers with a WHIP or WHEP endpoint (RFC 9725). Thread-safe.</summary>
internal sealed class SignallingClient(SignallingAddress address) : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;
    private const int MaxRedirects = 5;
    private const string SdpType = "application/sdp";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Posts an offer. Blocks.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.ServerUnavailable"/>: no server answers;
    /// <see cref="AudioErrorCode.AccessDenied"/>: the token is missing or wrong;
    /// <see cref="AudioErrorCode.NotFound"/>: there is no such stream;
    /// <see cref="AudioErrorCode.Unsupported"/>: it refuses for another reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SignallingSession Offer(string offerSdp, CancellationToken cancellation)
    {
        var url = address.Url;
        for (var redirects = 0; ; redirects++)
        {
            using var response = Send(url, offerSdp, cancellation);
            // The method and the body stay the same (RFC 9725, 4.5).
            var isMoved = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            if (isMoved && response.Headers.Location is { } location && redirects < MaxRedirects)
            {
                url = new Uri(url, location);
                continue;
            }

            if (response.StatusCode != HttpStatusCode.Created) throw Refusal(response, cancellation);
            var answer = Read(response, cancellation);
            return new SignallingSession(answer, response.Headers.Location is { } resource ? new Uri(url, resource) : null);
        }
    }

    /// <summary>Ends a session. Blocks for a second at most; never throws: the server notices the end anyway.</summary>
    public void Delete(SignallingSession session)
    {
        if (session.Resource is not { } resource) return;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            using var request = Authorized(HttpMethod.Delete, resource);
            using var response = _http.Send(request, timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream(cancellation), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private HttpResponseMessage Send(Uri url, string offer, CancellationToken cancellation)
    {
        using var request = Authorized(HttpMethod.Post, url);
        request.Content = new StringContent(offer, Encoding.UTF8);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(SdpType);
        try
        {
            return _http.Send(request, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var happened = e is OperationCanceledException
                ? "the server does not answer"
                : $"the server cannot be reached: {e.Message.TrimEnd('.')}";
            throw new AudioException(
                AudioErrorCode.ServerUnavailable, address.ToString(), happened, "Check the URL, and that the server runs", e);
        }
    }

    private HttpRequestMessage Authorized(HttpMethod method, Uri url)
    {
        var request = new HttpRequestMessage(method, url);
        // A token goes to the server that it was given for, not to where that redirects.
        if (address.Bearer is { } token && url.Host == address.Url.Host)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private AudioException Refusal(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var text = Read(response, cancellation);
        var detail = ProblemText.Of(text) is { Length: > 0 } said ? $": {said}" : "";
        var (code, remedy) = status switch
        {
            401 or 403 => (AudioErrorCode.AccessDenied, "Give a token that may do this, as ?bearer=TOKEN"),
            404 => (AudioErrorCode.NotFound, "Check the name at the end of the URL"),
            >= 500 => (AudioErrorCode.ServerUnavailable, "Try again later; the server's log says more"),
            _ => (AudioErrorCode.Unsupported, "Check the URL; it must be a WHIP or WHEP endpoint"),
        };
        return new AudioException(code, address.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"the server answered {status} {response.ReasonPhrase}{detail}"), remedy);
    }
}

namespace Continuo.WebRtc.Client;

/// <summary>The server's answer to an offer. Immutable.</summary>
/// <param name="AnswerSdp">Its session description.</param>
/// <param name="Resource">The session's URL, to end it; <see langword="null"/> if the server gave none.</param>
internal sealed record SignallingSession(string AnswerSdp, Uri? Resource);

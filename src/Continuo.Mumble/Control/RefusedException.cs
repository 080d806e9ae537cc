using Continuo.Mumble.Protocol;

namespace Continuo.Mumble.Control;

/// <summary>The server's refusal behind an <see cref="Audio.AudioException"/>.</summary>
internal sealed class RefusedException(RejectMessage.Types.Kind kind) : Exception($"The server refused: {kind}.")
{
    /// <summary>What the server said.</summary>
    public RejectMessage.Types.Kind Kind { get; } = kind;
}
